import { callBinary } from '../../client/call.ts';
import { syntheticFrames, syntheticSide } from '../../viewer/heart-scene/synthetic-picture.ts';

const frameBytes = syntheticSide * syntheticSide;

/**
 * One of the nine planes as the model draws it from the others: 24 frames of 96 x 96 bytes.
 * Synthetic: to be shown only through `drawSynthetic`. Throws ClientError; aborts pass through.
 */
export async function fetchSynthetic(
  resultId: string,
  slot: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const response = await callBinary('POST /api/hearts/:id/synthesise', {
    params: { id: resultId },
    body: { slot },
    ...(signal ? { signal } : {}),
  });
  return new Uint8Array(await response.arrayBuffer());
}

/** The frame of a synthesised plane at a share of the beat. */
export function syntheticFrame(frames: Uint8Array, share: number): Uint8Array {
  const frame =
    ((Math.round(share * syntheticFrames) % syntheticFrames) + syntheticFrames) % syntheticFrames;
  return frames.subarray(frame * frameBytes, (frame + 1) * frameBytes);
}
