import { labelsBetween } from '../../../studies/cardiac/dense/interpolate-labels.ts';
import { imageBetween, type ImageWay } from '../../../studies/cardiac/dense/interpolate-images.ts';
import { sliceDistances } from '../../../studies/cardiac/dense/signed-distance.ts';
import type { DenseMethod } from '../../../studies/library/dense-records.ts';
import { contouredSlices } from '../contour-labels.ts';
import type { DenseRun } from '../dense-run.ts';
import { makeBetween, type PhaseSlices } from '../make-planes.ts';
import { segmentSlices } from '../segment-slices.ts';
import { diceByClass, heartBox, psnrDb, ssim } from '../slice-agreement.ts';
import { ablations, type AblationRow } from './ablations.ts';
import { evaluatedSteps, placesOf, type DenseCase } from './dense-case.ts';
import { inversionRows, type InversionRow } from './inversion.ts';
import { volumeRow, type VolumeRow } from './volume-row.ts';

export type Dice = ReturnType<typeof diceByClass>;

/** One withheld slab at one phase. */
export interface SlabRow {
  readonly phase: 'ED' | 'ES';
  readonly part: 'base' | 'mid' | 'apex';
  readonly by: Readonly<Record<string, { psnrDb: number; ssim: number; dice: Dice }>>;
}

/** Everything measured on one case. */
export interface CaseRow {
  readonly set: string;
  readonly seed: number;
  readonly kind: string;
  readonly gapMm: number;
  readonly shiftMm: number;
  readonly slabs: readonly SlabRow[];
  readonly volumes: readonly VolumeRow[];
  readonly inversion: readonly InversionRow[];
  readonly ablations: readonly AblationRow[];
}

/** How much of a case is computed: the diffusion ones cost most. */
export interface Depth {
  readonly diffusion: boolean;
  readonly ablations: boolean;
}

const imageWays: readonly ImageWay[] = ['nearest', 'linear', 'cubic'];

/**
 * One case by all ways. Throws Cancelled.
 * @param contoured labels are drawn by contour()
 */
export async function evaluateCase(
  dense: DenseRun,
  dcase: DenseCase,
  depth: Depth,
  contoured: boolean,
): Promise<CaseRow> {
  const { meta } = dcase;
  const methods: DenseMethod[] = depth.diffusion
    ? ['between', 'dmcvr', 'dmcvr-middle']
    : ['between'];
  const slabs: SlabRow[] = [];
  const phases: PhaseSlices[] = [];
  for (const [n, phase] of (['ED', 'ES'] as const).entries()) {
    const pictures = dcase.slices[n]!;
    const alone = await segmentSlices(dense, pictures);
    const against = contoured ? dcase.slices[1 - n]! : null;
    const segmented =
      against === null ? alone : await contouredSlices(dense, alone, { pictures, against }, meta.z);
    const slices = { pictures, segmented, against };
    phases.push(slices);
    slabs.push(...(await slabRows(dense, dcase, n, phase, slices, methods)));
  }
  return {
    set: meta.set,
    seed: meta.seed,
    kind: meta.kind,
    gapMm: meta.gapMm,
    shiftMm: meta.shiftMm,
    slabs,
    volumes: [
      await volumeRow(dense, dcase, phases, 'linear'),
      await volumeRow(dense, dcase, phases, 'between'),
      ...(depth.ablations ? [await volumeRow(dense, dcase, phases, 'dmcvr-middle')] : []),
    ],
    inversion: depth.diffusion ? await inversionRows(dense, phases[0]!) : [],
    ablations: depth.ablations ? await ablations(dense, dcase, phases[0]!) : [],
  };
}

async function slabRows(
  dense: DenseRun,
  { meta, middles, middleLabels }: DenseCase,
  n: number,
  phase: SlabRow['phase'],
  slices: PhaseSlices,
  methods: readonly DenseMethod[],
): Promise<SlabRow[]> {
  const places = placesOf(meta);
  const distances = slices.segmented.map(({ labels }) => sliceDistances(labels));
  const byDistance = places.map(({ below, above, share }) =>
    labelsBetween(distances[below]!, distances[above]!, share),
  );
  const ways = new Map<string, { pictures: Float32Array[]; labels: Uint8Array[] }>();
  for (const way of imageWays) {
    const stack = { slices: slices.pictures, zMm: meta.z };
    ways.set(way, {
      pictures: places.map((place) => imageBetween(stack, place, way)),
      labels: byDistance,
    });
  }
  for (const method of methods) {
    const made = await makeBetween(dense, slices, places, meta.z, {
      method,
      steps: evaluatedSteps,
    });
    ways.set(method, { pictures: made.pictures, labels: made.labels! });
  }
  return middles[n]!.flatMap((want, place) => {
    const labels = middleLabels[n]![place]!;
    const box = heartBox(labels);
    if (box === null) return [];
    const by = Object.fromEntries(
      [...ways].map(([way, { pictures, labels: drawn }]) => [
        way,
        {
          psnrDb: psnrDb(pictures[place]!, want, box),
          ssim: ssim(pictures[place]!, want, box),
          dice: diceByClass(drawn[place]!, labels),
        },
      ]),
    );
    const part = (['base', 'mid', 'apex'] as const)[
      Math.min(2, Math.floor((3 * place) / places.length))
    ]!;
    return [{ phase, part, by }];
  });
}
