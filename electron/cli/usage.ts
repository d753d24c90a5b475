import { InvalidArgumentError } from 'commander';
import { sentence, type MessageParams } from '../../studies/messages/sparrow-error.ts';
import type { MessageCode } from '../../studies/messages/catalogue.ts';

/** The command was written wrongly: exit status 2. */
export class UsageError extends Error {
  readonly code: MessageCode;

  constructor(code: MessageCode, params: MessageParams = {}) {
    super(sentence(code, params));
    this.code = code;
  }
}

/** A parser of whole numbers for commander. */
export function wholeNumber(option: string, least: number, most: number) {
  return (value: string): number => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    const what = `a whole number from ${least} to ${most}`;
    throw new InvalidArgumentError(sentence('cli/bad-number', { option, what, value }));
  };
}
