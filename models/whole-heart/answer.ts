import { cosine, encode } from './encode.ts';
import { reconstruct } from './leave-one-out.ts';
import type {
  AnyHeartRequest,
  HeartEmbedRequest,
  HeartReply,
  HeartSynthesiseRequest,
  HeartWithoutRequest,
} from './messages.ts';
import { openHeart, type HeartNetworks } from './networks.ts';
import { numbersOf } from './numbers.ts';
import { PLANE_PIXELS } from './graph-shapes.ts';
import { runHeart, type HeartHooks } from './run-heart.ts';
import { planeOf } from './stored-input.ts';

/**
 * Answers one request to the whole-heart model. Blocks its thread for a batch at a time, so it belongs
 * in a process of its own.
 *
 * Throws SparrowError (model/*, cardiac/*) or Cancelled.
 */
export async function answerHeart(
  request: AnyHeartRequest,
  hooks: HeartHooks,
): Promise<HeartReply> {
  if (request.type === 'heart') {
    return { type: 'heart-done', outcome: await runHeart(request, hooks) };
  }
  const networks = await openHeart(request.modelDir, request);
  try {
    switch (request.type) {
      case 'heart-without':
        return await without(networks, request);
      case 'heart-embed':
        return await embed(networks, request);
      case 'heart-synthesise':
        return await synthesise(networks, request);
    }
  } finally {
    await networks.release();
  }
}

async function without(
  networks: HeartNetworks,
  { input, choices, heartRate }: HeartWithoutRequest,
): Promise<HeartReply> {
  const whole = await numbersOf(networks, input);
  const answers = [];
  for (const slotsOff of choices) {
    const { measures, head } = await numbersOf(networks, input, { slotsOff, heartRate });
    answers.push({
      slotsOff: [...slotsOff],
      measures,
      lvCurveMl: [...head.lvCurve],
      cosine: cosine(whole.head.embedding, head.embedding),
    });
  }
  return { type: 'heart-without-done', answers };
}

async function embed(networks: HeartNetworks, { input }: HeartEmbedRequest): Promise<HeartReply> {
  const { head } = await numbersOf(networks, input);
  const { weightsSha256 } = networks;
  return { type: 'heart-embed-done', embedding: [...head.embedding], weightsSha256 };
}

async function synthesise(
  networks: HeartNetworks,
  { input, slots }: HeartSynthesiseRequest,
): Promise<HeartReply> {
  const encoded = await encode(networks, input, slots);
  const geometry = [...input.geometry];
  for (const slot of slots) geometry[slot * 12 + 11] = 1;
  const drawn = await reconstruct(networks, encoded, geometry);
  const planes = slots.map((slot) => ({
    slot,
    images: Uint8Array.from({ length: PLANE_PIXELS }, (_, n) =>
      Math.round(255 * Math.min(1, Math.max(0, planeOf(drawn, slot)[n]!))),
    ),
  }));
  return { type: 'heart-synthesise-done', planes };
}
