import type { HeartFlag } from '../../library/heart-records.ts';
import type { MessageCode } from '../../messages/catalogue.ts';
import { action, sentence, type MessageParams } from '../../messages/sparrow-error.ts';

/** What a flag says beside its code; `value` and `limit` go into the sentence, to one decimal. */
export interface FlagDetails {
  readonly value?: number;
  readonly limit?: number;
  readonly unit?: string;
  readonly planeId?: string;
  readonly params?: MessageParams;
}

/** A flag with its sentence from the catalogue. */
export function heartFlag(
  code: MessageCode,
  level: HeartFlag['level'],
  { value, limit, unit = '', planeId, params = {} }: FlagDetails = {},
): HeartFlag {
  const numbers = Object.entries({ value, limit }).flatMap(([name, n]) =>
    n === undefined ? [] : [[name, Number(n.toFixed(Math.abs(n) < 1 ? 2 : 1))] as const],
  );
  const told: MessageParams = { ...Object.fromEntries(numbers), ...params };
  return {
    code,
    level,
    message: sentence(code, told),
    action: action(code, told),
    value: value ?? null,
    limit: limit ?? null,
    unit,
    planeId: planeId ?? null,
  };
}
