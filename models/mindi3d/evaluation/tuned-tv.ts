import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ConeBeam } from '../../../studies/tomography/cone-beam.ts';
import { osSart } from '../../../studies/tomography/os-sart.ts';
import type { SimulatedVolume } from '../../../studies/tomography/simulation/simulate-scan.ts';
import { attenuationOf, frameOf, huOf } from '../measured-grid.ts';

const tvSchema = z.looseObject({
  weightHu: z.number().nonnegative(),
  iterations: z.number().int().positive(),
  start: z.enum(['vacuum', 'fdk']).default('vacuum'),
  subsets: z.number().int().positive().default(10),
  relaxation: z.number().positive().default(0.9),
});
export type TunedTv = z.infer<typeof tvSchema>;

const file = join(import.meta.dirname, '../../training/tv.json');
/** Best of three weights on the validation cases before tv.json was written. */
const earlier: TunedTv = tvSchema.parse({ weightHu: 5, iterations: 12 });

/** Weight and iterations as tuned on the validation cases (models/training/tune_tv.py). */
export async function tunedTv(): Promise<TunedTv> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? earlier : tvSchema.parse(JSON.parse(text));
}

/** Slices added at both ends as a share of the volume's: the body goes on beyond them. */
const extendShare = 0.08;

/** OS-SART-TV of a sparse scan, HU; air outside what every view sees. */
export async function restoreByTv(
  beam: ConeBeam,
  { projections, geometry, hu }: SimulatedVolume,
  seen: Uint8Array,
  tv: TunedTv,
  signal?: AbortSignal,
): Promise<Int16Array> {
  const extra = Math.ceil(extendShare * geometry.dims[2]);
  const views = projections.geometry.anglesDeg.length;
  const grid = await osSart(beam, projections, frameOf(geometry, extra), {
    iterations: tv.iterations,
    subsets: Math.min(tv.subsets, Math.max(1, Math.floor(views / 4))),
    relaxation: tv.relaxation,
    tvWeightHu: tv.weightHu,
    ...(tv.start === 'fdk'
      ? { start: attenuationOf(hu, geometry, seen, { extra, rangeHu: [-1000, 3000] }) }
      : {}),
    ...(signal ? { signal } : {}),
  });
  return huOf(grid, extra, seen, null);
}
