import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { Restored, RestoreParams, RestoreTools } from './restoration.ts';

/**
 * Where the process starts: 'auto' takes the projections when there are any, the model knows how, and
 * they are few enough to gain from it.
 *
 * @param views measured views at hand; null for none
 * Throws `model/no-projections` or `model/no-projections-start` where more is asked for than there is.
 */
export function startOf(
  wanted: RestoreParams['start'],
  { projectionsStart }: Pick<RestoreTools['input'], 'projectionsStart'>,
  refine: number,
  views: number | null,
): Restored['start'] {
  const asked = wanted === 'projections';
  if ((asked || refine > 0) && views === null) throw new SparrowError('model/no-projections');
  if (asked && projectionsStart === undefined) {
    throw new SparrowError('model/no-projections-start');
  }
  if (asked) return 'projections';
  const few = views !== null && views <= (projectionsStart?.autoViews ?? Infinity);
  return wanted === 'auto' && few && projectionsStart !== undefined ? 'projections' : 'fdk';
}
