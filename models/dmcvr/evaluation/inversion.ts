import type { DenseRun } from '../dense-run.ts';
import type { PhaseSlices } from '../make-planes.ts';
import { codesOf, decodeBetween } from '../slice-codes.ts';
import { psnrDb, ssim, type Box } from '../slice-agreement.ts';
import { CROP } from '../graph-shapes.ts';

/** An acquired slice encoded and decoded again. */
export interface InversionRow {
  readonly steps: number;
  readonly psnrDb: number;
  readonly ssim: number;
}

const whole: Box = { x0: 0, x1: CROP, y0: 0, y1: CROP };

/** Two slices of the middle of a stack, at K = 20 and K = 50. */
export async function inversionRows(
  dense: DenseRun,
  { pictures, segmented }: PhaseSlices,
): Promise<InversionRow[]> {
  const middle = Math.floor(pictures.length / 2);
  const pick = [middle - 1, middle];
  const rows: InversionRow[] = [];
  for (const steps of [20, 50]) {
    const some = pick.map((n) => pictures[n]!);
    const codes = await codesOf(
      dense,
      some,
      pick.map((n) => segmented[n]!.morphology),
      { denoiser: 'denoise', steps },
    );
    const back = await decodeBetween(
      dense,
      codes,
      some.map((_, n) => ({ below: n, above: n, share: 0 })),
      { denoiser: 'denoise', steps },
    );
    back.forEach((picture, n) =>
      rows.push({
        steps,
        psnrDb: psnrDb(picture, some[n]!, whole),
        ssim: ssim(picture, some[n]!, whole),
      }),
    );
  }
  return rows;
}
