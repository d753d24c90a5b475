import { setImmediate as turn } from 'node:timers/promises';
import { Cancelled } from '../runtime/cancellation.ts';
import { tokensAt } from './encode.ts';
import { CLASSES, FRAME_PIXELS, PATCH_TOKENS, WIDTH } from './graph-shapes.ts';
import type { HeartNetworks } from './networks.ts';
import { tidyCrop } from './tidy-crop.ts';

/** Frames in one run of the network. */
export const batchFrames = 12;

/** One frame to draw. */
export interface Frame {
  /** Before, at and after, 3 x 96 x 96. */
  readonly triplet: Float32Array;
  readonly slot: number;
  /** Share of the beat. */
  readonly share: number;
}

/** What the network drew in a frame's crop. */
export interface DrawnFrame {
  /** [6][96][96]; valid until the next frame is asked for. */
  readonly logits: Float32Array;
  /** Classes of the crop: each chamber one piece, the cavity inside its muscle. */
  readonly labels: Uint8Array;
}

/**
 * Draws frames in batches, in their order. Looks at `cancelled` between batches and throws Cancelled.
 *
 * @param tokens of the encoder's pass in which the frames' planes had their slots
 */
export async function* drawFrames(
  networks: HeartNetworks,
  tokens: Float32Array,
  frames: readonly Frame[],
  { cancelled, onBatch }: { cancelled: () => boolean; onBatch?: (frames: number) => void },
): AsyncGenerator<DrawnFrame> {
  for (let first = 0; first < frames.length; first += batchFrames) {
    await turn();
    if (cancelled()) throw new Cancelled();
    const batch = frames.slice(first, first + batchFrames);
    const images = new Float32Array(batch.length * 3 * FRAME_PIXELS);
    const own = new Float32Array(batch.length * PATCH_TOKENS * WIDTH);
    const phase = new Float32Array(batch.length * 2);
    batch.forEach(({ triplet, slot, share }, n) => {
      images.set(triplet, n * 3 * FRAME_PIXELS);
      own.set(tokensAt(tokens, slot, share), n * PATCH_TOKENS * WIDTH);
      phase[2 * n] = Math.cos(2 * Math.PI * share);
      phase[2 * n + 1] = Math.sin(2 * Math.PI * share);
    });
    const made = await networks.run('segmentation', { images, tokens: own, phase }, batch.length);
    onBatch?.(batch.length);
    for (let n = 0; n < batch.length; n++) {
      const size = CLASSES * FRAME_PIXELS;
      const logits = made['logits']!.subarray(n * size, (n + 1) * size);
      yield { logits, labels: tidyCrop(likeliest(logits)) };
    }
  }
}

/** Class of the largest logit of each pixel. */
function likeliest(logits: Float32Array): Uint8Array {
  const labels = new Uint8Array(FRAME_PIXELS);
  for (let n = 0; n < FRAME_PIXELS; n++) {
    let best = logits[n]!;
    for (let label = 1; label < CLASSES; label++) {
      const logit = logits[label * FRAME_PIXELS + n]!;
      if (logit <= best) continue;
      best = logit;
      labels[n] = label;
    }
  }
  return labels;
}
