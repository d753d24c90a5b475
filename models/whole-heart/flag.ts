import type { HeartFlag } from '../../studies/library/heart-records.ts';
import type { MessageCode } from '../../studies/messages/catalogue.ts';
import { action, sentence, type MessageParams } from '../../studies/messages/sparrow-error.ts';

type FlagNumbers = Partial<Pick<HeartFlag, 'value' | 'limit' | 'unit' | 'planeId'>> & {
  /** Further places of the sentence. */
  params?: MessageParams;
};

/** A finding with its sentence; `value` and `limit` fill the sentence's places, rounded. */
export function flag(
  code: MessageCode,
  level: HeartFlag['level'],
  { value = null, limit = null, unit = '', planeId = null, params = {} }: FlagNumbers = {},
): HeartFlag {
  const said = {
    ...params,
    unit,
    ...(value !== null && { value: rounded(value) }),
    ...(limit !== null && { limit: rounded(limit) }),
  };
  const message = sentence(code, said);
  return { code, level, message, action: action(code, said), value, limit, unit, planeId };
}

function rounded(value: number): number {
  return Number(value.toPrecision(Math.abs(value) >= 100 ? 3 : 2));
}
