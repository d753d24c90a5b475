import { NormalNoise } from '../../runtime/noise.ts';
import type { DenseRun } from '../dense-run.ts';
import { PIXELS } from '../graph-shapes.ts';
import { makeBetween } from '../make-planes.ts';
import { segmentSlices } from '../segment-slices.ts';

/** One phase of ten slices to 46 planes by diffusion at K = 20. */
export interface Timing {
  readonly seconds: number;
  readonly peakBytes: number;
}

/** Measured on this machine, on slices of noise: the time does not depend on what they show. */
export async function timed(dense: DenseRun): Promise<Timing> {
  const noise = new NormalNoise(7);
  const pictures = Array.from({ length: 10 }, () =>
    Float32Array.from({ length: PIXELS }, () => 0.5 + 0.1 * noise.normal()),
  );
  const began = performance.now();
  const segmented = await segmentSlices(dense, pictures);
  const places = Array.from({ length: 9 }, (_, below) =>
    [1, 2, 3, 4].map((n) => ({ below, above: below + 1, share: n / 5 })),
  ).flat();
  await makeBetween(
    dense,
    { pictures, segmented, against: null },
    places,
    pictures.map((_, n) => 10 * n),
    { method: 'dmcvr', steps: 20 },
  );
  const seconds = (performance.now() - began) / 1000;
  return { seconds, peakBytes: process.resourceUsage().maxRSS * 1024 };
}
