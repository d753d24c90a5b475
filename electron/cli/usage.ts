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

/** A parser of numbers above 0 for commander. */
export function positiveNumber(option: string) {
  return (value: string): number => {
    const number = Number(value);
    if (Number.isFinite(number) && number > 0) return number;
    const what = 'a number above 0';
    throw new InvalidArgumentError(sentence('cli/bad-number', { option, what, value }));
  };
}

/** A parser of three numbers of voxels, `x,y,z`. */
export function threeWholeNumbers(option: string) {
  return (value: string): [number, number, number] => {
    const [x = 0, y = 0, z = 0, ...more] = value.split(',').map(Number);
    const all = [x, y, z].every((number) => Number.isInteger(number) && number > 0);
    if (all && more.length === 0) return [x, y, z];
    const what = 'three whole numbers above 0, like 128,128,96';
    throw new InvalidArgumentError(sentence('cli/bad-number', { option, what, value }));
  };
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
