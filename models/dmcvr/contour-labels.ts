import { setImmediate as turn } from 'node:timers/promises';
import { Cancelled } from '../runtime/cancellation.ts';
import { tidyCrop } from '../whole-heart/tidy-crop.ts';
import { batches, joined, parted, toSigned, type DenseRun } from './dense-run.ts';
import { PIXELS } from './graph-shapes.ts';
import { likeliest, type SegmentedSlice } from './segment-slices.ts';
import type { Between } from './slice-codes.ts';

/** Slices of one phase, base to apex, and of the phase that differs most from it: 96 x 96 each, 0 to 1. */
export interface SeenPhase {
  readonly pictures: readonly Float32Array[];
  readonly against: readonly Float32Array[];
}

const missing = new Float32Array(PIXELS);

/**
 * Logits of the labels at places between slices or on them (share 0 or 1), from the two slices before
 * and the two behind, at two phases. Throws Cancelled.
 */
async function contourLogits(
  { run, cancelled, onWork }: DenseRun,
  { pictures, against }: SeenPhase,
  places: readonly Between[],
  zMm: readonly number[],
): Promise<Float32Array[]> {
  const [own, other] = [pictures.map(toSigned), against.map(toSigned)];
  const logits: Float32Array[] = [];
  for (const batch of batches(places)) {
    await turn();
    if (cancelled()) throw new Cancelled();
    const near = batch.map(({ below, above }) => [below - 1, below, above, above + 1]);
    const slices = joined(
      near.flatMap((at) => [own, other].flatMap((of) => at.map((slice) => of[slice] ?? missing))),
    );
    const gap = (from: number, to: number) =>
      own[from] === undefined || own[to] === undefined ? 0 : (zMm[to]! - zMm[from]!) / 10;
    const where = Float32Array.from(
      batch.flatMap(({ below, above, share }) => [
        share,
        gap(below, above),
        gap(below - 1, below),
        gap(above, above + 1),
      ]),
    );
    const out = await run('contour', { slices, where }, batch.length);
    logits.push(...parted(out['logits']!, batch.length));
    onWork(batch.length);
  }
  return logits;
}

/** Labels at places between slices. Throws Cancelled. */
export async function contoursBetween(
  dense: DenseRun,
  seen: SeenPhase,
  places: readonly Between[],
  zMm: readonly number[],
): Promise<Uint8Array[]> {
  return (await contourLogits(dense, seen, places, zMm)).map(likeliest);
}

/**
 * Segmented slices with the labels that they have beside their neighbours: each is asked for as share 0
 * of the pair that it opens and as share 1 of the pair that it closes, and the logits are added. A slice
 * alone cannot tell an atrium from a ventricle at the base; beside its neighbours, and with another
 * phase in sight, it can. One slice stays as it is. Throws Cancelled.
 */
export async function contouredSlices(
  dense: DenseRun,
  segmented: readonly SegmentedSlice[],
  seen: SeenPhase,
  zMm: readonly number[],
): Promise<SegmentedSlice[]> {
  const last = segmented.length - 1;
  if (last < 1) return [...segmented];
  const asked = segmented.flatMap((_, slice) => [
    ...(slice < last ? [{ slice, below: slice, above: slice + 1, share: 0 }] : []),
    ...(slice > 0 ? [{ slice, below: slice - 1, above: slice, share: 1 }] : []),
  ]);
  const sums = new Map<number, Float32Array>();
  (await contourLogits(dense, seen, asked, zMm)).forEach((logits, n) => {
    const { slice } = asked[n]!;
    const sum = sums.get(slice);
    sums.set(slice, sum === undefined ? logits : sum.map((value, at) => value + logits[at]!));
  });
  return segmented.map((one, slice) => ({ ...one, labels: tidyCrop(likeliest(sums.get(slice)!)) }));
}

/** Passes that `contouredSlices` takes for a stack. */
export const contourPasses = (slices: number) => (slices < 2 ? 0 : 2 * (slices - 1));

/**
 * For every phase the one whose LV cavity differs most from its own, all slices together.
 * @param segmented [slice][phase]
 */
export function differingPhases(segmented: readonly (readonly SegmentedSlice[])[]): number[] {
  const areas = (segmented[0] ?? []).map((_, phase) =>
    segmented.reduce((sum, slice) => sum + cavityPixels(slice[phase]!.labels), 0),
  );
  return areas.map((area) => {
    const apart = areas.map((other) => Math.abs(other - area));
    return apart.indexOf(Math.max(...apart));
  });
}

const cavityPixels = (labels: Uint8Array) =>
  labels.reduce((count, label) => count + (label === 1 ? 1 : 0), 0);
