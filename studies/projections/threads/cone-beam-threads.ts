import { inThisThread, type ConeBeam } from '../../tomography/cone-beam.ts';

/**
 * Cone-beam physics shared among worker threads.
 *
 * @param threads 1 or more; the calling thread only waits
 */
export async function coneBeamThreads(_threads: number): Promise<ConeBeam> {
  return inThisThread();
}
