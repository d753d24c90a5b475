import { imageBetween, type ImageWay } from '../../studies/cardiac/dense/interpolate-images.ts';
import { labelsBetween } from '../../studies/cardiac/dense/interpolate-labels.ts';
import { sliceDistances } from '../../studies/cardiac/dense/signed-distance.ts';
import type { DenseMethod, Withheld } from '../../studies/library/dense-records.ts';
import { contouredSlices } from './contour-labels.ts';
import type { DenseRun } from './dense-run.ts';
import { makeBetween, type MakeOptions, type PhaseSlices } from './make-planes.ts';
import { diceByClass, heartBox, psnrDb, ssim } from './slice-agreement.ts';

const ways: readonly ImageWay[] = ['nearest', 'linear', 'cubic'];

export interface WithheldInput extends MakeOptions {
  readonly slices: PhaseSlices;
  readonly zMm: readonly number[];
  /** Of the slices, base to apex. */
  readonly planeIds: readonly string[];
  readonly phase: number;
  /** Further methods to be held against the chosen one. */
  readonly also?: readonly DenseMethod[];
}

/**
 * Every second slice held back and predicted from the ones that stay, by each way: pictures against
 * the slice itself in the heart box, labels against its own segmentation, which is no truth but the
 * same for all ways. Throws Cancelled.
 */
export async function withheldRows(dense: DenseRun, input: WithheldInput): Promise<Withheld[]> {
  const { slices, zMm, planeIds, phase, method, steps, also = [] } = input;
  const kept = slices.pictures.map((_, n) => n).filter((n) => n % 2 === 0);
  const held = slices.pictures.map((_, n) => n).filter((n) => n % 2 === 1 && n + 1 < zMm.length);
  const stayMm = kept.map((n) => zMm[n]!);
  const pictures = kept.map((n) => slices.pictures[n]!);
  const alone = kept.map((n) => slices.segmented[n]!);
  // What stays is drawn beside what stays: no slice that is held back is looked at.
  const against = slices.against && kept.map((n) => slices.against![n]!);
  const segmented =
    against === null ? alone : await contouredSlices(dense, alone, { pictures, against }, stayMm);
  const stay: PhaseSlices = { pictures, segmented, against };
  const places = held.map((n) => ({
    below: (n - 1) / 2,
    above: (n + 1) / 2,
    share: (zMm[n]! - zMm[n - 1]!) / (zMm[n + 1]! - zMm[n - 1]!),
  }));
  const distances = stay.segmented.map(({ labels }) => sliceDistances(labels));
  const byDistance = places.map(({ below, above, share }) =>
    labelsBetween(distances[below]!, distances[above]!, share),
  );
  const made = new Map<string, { pictures: Float32Array[]; labels: Uint8Array[] }>();
  for (const way of ways) {
    const stack = { slices: stay.pictures, zMm: stayMm };
    const pictures = places.map((place) => imageBetween(stack, place, way));
    made.set(way, { pictures, labels: byDistance });
  }
  for (const one of new Set([method, ...also])) {
    if (one === 'linear') continue;
    const { pictures, labels } = await makeBetween(dense, stay, places, stayMm, {
      method: one,
      steps,
    });
    made.set(one, { pictures, labels: labels ?? byDistance });
  }
  return held.flatMap((n, place) => {
    const [want, labels] = [slices.pictures[n]!, slices.segmented[n]!.labels];
    const box = heartBox(labels);
    if (box === null) return [];
    const by = Object.fromEntries(
      [...made].map(([way, { pictures, labels: drawn }]) => [
        way,
        {
          psnrDb: psnrDb(pictures[place]!, want, box),
          ssim: ssim(pictures[place]!, want, box),
          dice: diceByClass(drawn[place]!, labels),
        },
      ]),
    );
    return [{ planeId: planeIds[n]!, gapMm: zMm[n + 1]! - zMm[n - 1]!, phase, by }];
  });
}
