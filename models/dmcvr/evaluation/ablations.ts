import type { DenseRun } from '../dense-run.ts';
import type { PhaseSlices } from '../make-planes.ts';
import { segmentSlices } from '../segment-slices.ts';
import { noiseMixes } from '../slerp.ts';
import { codesOf, decodeBetween, type CodeSwitches } from '../slice-codes.ts';
import { diceByClass, heartBox, psnrDb } from '../slice-agreement.ts';
import { evaluatedSteps, placesOf, type DenseCase } from './dense-case.ts';
import { mean } from '../../whole-heart/evaluation/statistics.ts';

/** What one part of the method is worth: withheld slabs at end-diastole with it changed. */
export interface AblationRow {
  readonly name: string;
  readonly psnrDb: number;
  /** Of LV muscle, mean over the slabs that show it. */
  readonly muscleDice: number;
}

/** z off, m off, the four ways of mixing x_T, and the number of steps; stage B's denoiser. */
export async function ablations(
  dense: DenseRun,
  { meta, middles, middleLabels }: DenseCase,
  { pictures, segmented }: PhaseSlices,
): Promise<AblationRow[]> {
  const morphology = segmented.map((slice) => slice.morphology);
  const places = placesOf(meta);
  const rows: AblationRow[] = [];
  const measure = async (name: string, made: readonly Float32Array[]) => {
    const drawn = await segmentSlices(dense, made);
    const [psnr, dice]: [number[], number[]] = [[], []];
    made.forEach((picture, n) => {
      const labels = middleLabels[0]![n]!;
      const box = heartBox(labels);
      if (box === null) return;
      psnr.push(psnrDb(picture, middles[0]![n]!, box));
      const { lvMyocardium } = diceByClass(drawn[n]!.labels, labels);
      if (lvMyocardium !== null) dice.push(lvMyocardium);
    });
    rows.push({ name, psnrDb: mean(psnr), muscleDice: mean(dice) });
  };
  const run = async (steps: number, off: CodeSwitches = {}) =>
    codesOf(dense, pictures, morphology, { denoiser: 'denoise', steps, ...off });
  const decoded = (codes: Awaited<ReturnType<typeof run>>, steps: number, mix = noiseMixes[0]) =>
    decodeBetween(dense, codes, places, { denoiser: 'denoise', steps, mix });
  const codes = await run(evaluatedSteps);
  for (const mix of noiseMixes)
    await measure(
      `x_T ${mix}`,
      await decodeBetween(dense, codes, places, {
        denoiser: 'denoise',
        steps: evaluatedSteps,
        mix,
      }),
    );
  await measure('z off', await decoded(await run(evaluatedSteps, { noZ: true }), evaluatedSteps));
  await measure(
    'm off',
    await decoded(await run(evaluatedSteps, { noMorphology: true }), evaluatedSteps),
  );
  for (const steps of [10, 50]) await measure(`K ${steps}`, await decoded(await run(steps), steps));
  return rows;
}
