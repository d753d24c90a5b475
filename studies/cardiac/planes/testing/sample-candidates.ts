import { phaseTimesMs, RR_INTERVAL_MS } from '../../../samples/beat.ts';
import { cineHeart } from '../../../samples/heart-cine.ts';
import type { CineCandidate } from '../candidate.ts';

/** Phases of one slice, put together from a volume's i, j, k, phase order. */
export function sliceReader(
  values: ArrayLike<number>,
  [columns, rows, slices]: readonly [number, number, number],
  phases: number,
): (slice: number) => Float32Array {
  const size = columns * rows;
  return (slice) => {
    const pixels = new Float32Array(phases * size);
    for (let phase = 0; phase < phases; phase++)
      for (let n = 0; n < size; n++)
        pixels[phase * size + n] = values[(phase * slices + slice) * size + n]!;
    return pixels;
  };
}

let made: Promise<CineCandidate[]> | null = null;

/** The sample study: short axis ('sax'), then '4ch', '2ch' and '3ch', by their volume ids. */
export function sampleCandidates(): Promise<CineCandidate[]> {
  made ??= cineHeart({}).then((stacks) =>
    stacks.map(({ grid, sliceThicknessMm }, n) => ({
      volumeId: ['sax', '4ch', '2ch', '3ch'][n]!,
      studyUid: '1.2.3',
      patientKey: 'a',
      ...grid.geometry,
      phases: grid.phases,
      phaseTimesMs,
      rrIntervalMs: RR_INTERVAL_MS,
      thicknessMm: sliceThicknessMm,
      frameOfReferenceUid: '1.2.3.4',
      seriesNumber: n + 1,
      calibrated: true,
      readSlice: sliceReader(grid.voxels, grid.geometry.dims, grid.phases),
    })),
  );
  return made;
}
