import { setImmediate as turn } from 'node:timers/promises';
import { Cancelled } from '../runtime/cancellation.ts';
import { tidyCrop } from '../whole-heart/tidy-crop.ts';
import { batches, joined, parted, toSigned, type DenseRun } from './dense-run.ts';
import { likeliest, type SegmentedSlice } from './segment-slices.ts';

/**
 * Labels of acquired slices, each seen beside its neighbours: the direct network is asked for the slice at
 * share 0 of the pair that it opens and at share 1 of the pair that it closes, and the logits are
 * averaged. A slice alone cannot tell an atrium from a ventricle at the base; beside its neighbours it
 * can. Null for fewer than two slices. Throws Cancelled.
 * @param pictures 96 x 96 each, 0 to 1, base to apex
 */
export async function contextLabels(
  { run, cancelled, onWork }: DenseRun,
  pictures: readonly Float32Array[],
  zMm: readonly number[],
): Promise<Uint8Array[] | null> {
  if (pictures.length < 2) return null;
  const asked = pictures.flatMap((_, slice) => [
    ...(slice + 1 < pictures.length ? [{ slice, below: slice, share: 0 }] : []),
    ...(slice > 0 ? [{ slice, below: slice - 1, share: 1 }] : []),
  ]);
  const sums = new Map<number, Float32Array>();
  for (const batch of batches(asked)) {
    await turn();
    if (cancelled()) throw new Cancelled();
    const pair = joined(
      batch.map(({ below }) =>
        joined([toSigned(pictures[below]!), toSigned(pictures[below + 1]!)]),
      ),
    );
    const where = Float32Array.from(
      batch.flatMap(({ below, share }) => [share, (zMm[below + 1]! - zMm[below]!) / 10]),
    );
    const out = await run('between', { pair, where }, batch.length);
    parted(out['logits']!, batch.length).forEach((logits, n) => {
      const { slice } = batch[n]!;
      const sum = sums.get(slice);
      sums.set(slice, sum === undefined ? logits : sum.map((value, at) => value + logits[at]!));
    });
    onWork(batch.length);
  }
  return pictures.map((_, slice) => tidyCrop(likeliest(sums.get(slice)!)));
}

/** Segmented slices with the labels that they have beside their neighbours. */
export async function seenInContext(
  dense: DenseRun,
  segmented: readonly SegmentedSlice[],
  pictures: readonly Float32Array[],
  zMm: readonly number[],
): Promise<SegmentedSlice[]> {
  const labels = await contextLabels(dense, pictures, zMm);
  return segmented.map((slice, n) => (labels === null ? slice : { ...slice, labels: labels[n]! }));
}

/** Passes that this takes for a stack. */
export const contextPasses = (slices: number) => (slices < 2 ? 0 : 2 * (slices - 1));
