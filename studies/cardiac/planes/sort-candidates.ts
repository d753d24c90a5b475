import { SparrowError, sentence } from '../../messages/sparrow-error.ts';
import type { CineCandidate } from './candidate.ts';
import { slicesOf, type CineSlice } from './cine-slice.ts';

/** Fewer phases than this do not show a beat. */
export const leastPhases = 6;

/** What was read: slices to be understood, and those set aside before with the sentence why. */
export interface ReadSlices {
  readonly slices: readonly CineSlice[];
  readonly aside: readonly { readonly slice: CineSlice; readonly reason: string }[];
}

/**
 * Reads every slice once and sets aside what is no cine: too few phases, no pixel size, blank.
 * Throws where the study cannot be analysed at all.
 */
export async function readCandidates(
  candidates: readonly CineCandidate[],
  options: { signal?: AbortSignal | undefined; onProgress?: ((f: number) => void) | undefined },
): Promise<ReadSlices> {
  refuse(candidates);
  const total = candidates.reduce((count, { dims }) => count + dims[2], 0);
  const slices: CineSlice[] = [];
  const aside: { slice: CineSlice; reason: string }[] = [];
  let done = 0;
  for (const candidate of candidates)
    for await (const slice of slicesOf(candidate)) {
      options.signal?.throwIfAborted();
      options.onProgress?.(++done / total);
      const reason = whyAside(slice);
      if (reason === null) slices.push(slice);
      else aside.push({ slice, reason });
    }
  return { slices, aside };
}

function refuse(candidates: readonly CineCandidate[]): void {
  if (candidates.length === 0) throw new SparrowError('cardiac/no-cine');
  const patients = new Set(candidates.map(({ patientKey }) => patientKey)).size;
  if (patients > 1) throw new SparrowError('cardiac/mixed-patients', { patients });
  const measured = candidates.filter(({ calibrated }) => calibrated);
  if (measured.length === 0) throw new SparrowError('cardiac/uncalibrated');
  const phases = Math.max(...measured.map((candidate) => candidate.phases));
  if (phases < leastPhases)
    throw new SparrowError('cardiac/too-few-phases', { phases, least: leastPhases });
}

function whyAside({ candidate, maps }: CineSlice): string | null {
  if (!candidate.calibrated) return sentence('cardiac/aside-uncalibrated');
  if (candidate.phases < leastPhases)
    return sentence('cardiac/aside-few-phases', {
      phases: candidate.phases,
      least: leastPhases,
    });
  return maps.blank ? sentence('cardiac/aside-blank') : null;
}
