import { setImmediate as turn } from 'node:timers/promises';
import type { ConeBeam } from '../../studies/tomography/cone-beam.ts';
import { Cancelled } from '../runtime/cancellation.ts';

/**
 * The same physics, which tells of every finished call and stops at the next one when the run is no
 * longer wanted.
 */
export function watchedBeam(
  beam: ConeBeam,
  { called, cancelled }: { called: () => void; cancelled: () => boolean },
): ConeBeam {
  const watched = async <T>(call: () => Promise<T>): Promise<T> => {
    // A turn of the event loop lets a cancel message in.
    await turn();
    if (cancelled()) throw new Cancelled();
    const answer = await call();
    called();
    return answer;
  };
  return {
    project: (...args) => watched(() => beam.project(...args)),
    backProject: (...args) => watched(() => beam.backProject(...args)),
    filter: (...args) => watched(() => beam.filter(...args)),
    lowerTotalVariation: (...args) => watched(() => beam.lowerTotalVariation(...args)),
    dispose: () => beam.dispose(),
  };
}

/** Calls that osSart makes, for a progress that knows its end. */
export function osSartCalls(iterations: number, subsets: number, tv: boolean): number {
  return 2 * subsets + iterations * (2 * subsets + Number(tv));
}
