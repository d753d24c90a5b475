import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { Restored, RestoreParams, RestoreTools } from './restoration.ts';

/**
 * Where the process starts: 'auto' takes the projections when there are any and the model knows how.
 * Throws `model/no-projections` or `model/no-projections-start` where more is asked for than there is.
 */
export function startOf(
  wanted: RestoreParams['start'],
  { projectionsStart }: Pick<RestoreTools['input'], 'projectionsStart'>,
  refine: number,
  atHand: boolean,
): Restored['start'] {
  const asked = wanted === 'projections';
  if ((asked || refine > 0) && !atHand) throw new SparrowError('model/no-projections');
  if (asked && projectionsStart === undefined) {
    throw new SparrowError('model/no-projections-start');
  }
  return wanted !== 'fdk' && atHand && projectionsStart !== undefined ? 'projections' : 'fdk';
}
