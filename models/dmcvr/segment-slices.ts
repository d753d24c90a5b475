import { setImmediate as turn } from 'node:timers/promises';
import { Cancelled } from '../runtime/cancellation.ts';
import { tidyCrop } from '../whole-heart/tidy-crop.ts';
import { batches, joined, parted, toSigned, type DenseRun } from './dense-run.ts';
import { CLASSES, PIXELS } from './graph-shapes.ts';

/** What the segmentation network says of a slice. */
export interface SegmentedSlice {
  /** 96 x 96 classes, each chamber one piece. */
  readonly labels: Uint8Array;
  /** The morphology code m, 64 x 6 x 6. */
  readonly morphology: Float32Array;
}

/**
 * Labels and morphology codes of slices. Throws Cancelled.
 * @param pictures 96 x 96 each, 0 to 1
 */
export async function segmentSlices(
  { run, cancelled, onWork }: DenseRun,
  pictures: readonly Float32Array[],
): Promise<SegmentedSlice[]> {
  const all: SegmentedSlice[] = [];
  for (const batch of batches(pictures, 16)) {
    await turn();
    if (cancelled()) throw new Cancelled();
    const made = await run('segment', { image: joined(batch.map(toSigned)) }, batch.length);
    const logits = parted(made['logits']!, batch.length);
    const codes = parted(made['morphology']!, batch.length);
    logits.forEach((slice, n) =>
      all.push({ labels: tidyCrop(likeliest(slice)), morphology: codes[n]! }),
    );
    onWork(batch.length);
  }
  return all;
}

/** Class of the largest logit of each pixel. */
export function likeliest(logits: Float32Array): Uint8Array {
  const labels = new Uint8Array(PIXELS);
  for (let n = 0; n < PIXELS; n++) {
    let best = logits[n]!;
    for (let label = 1; label < CLASSES; label++) {
      const logit = logits[label * PIXELS + n]!;
      if (logit <= best) continue;
      best = logit;
      labels[n] = label;
    }
  }
  return labels;
}
