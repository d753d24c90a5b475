import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encode, headNumbers, tokensAt, type Encoded } from '../../models/whole-heart/encode.ts';
import {
  CROP,
  FRAME_PIXELS,
  MEASURED,
  PLANE_PIXELS,
  SLOTS,
} from '../../models/whole-heart/graph-shapes.ts';
import { reconstruct } from '../../models/whole-heart/leave-one-out.ts';
import { openHeart } from '../../models/whole-heart/networks.ts';
import { usualGeometry } from '../../models/whole-heart/usual-geometry.ts';

interface Golden {
  weightsSha256: string;
  absent: number;
  frames: [slot: number, phase: number][];
  some: number;
  class: number[];
  mean: number[];
  logVariance: number[];
  lvCurve: number[];
  embedding: number[];
  drawn: number[];
  labels: string[];
}

const modelDir = join(import.meta.dirname, '../../models/whole-heart');
const file = join(import.meta.dirname, 'heart-parity.json');
const golden = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Golden) : null;

test('weights come with golden numbers of PyTorch', () => {
  expect(golden !== null).toBe(existsSync(join(modelDir, 'card.json')));
});

if (golden !== null) {
  test('the graphs give what PyTorch gives', async () => {
    const networks = await openHeart(modelDir, { provider: 'cpu', threads: 2 });
    expect(networks.weightsSha256, 'new weights: run test/golden/make-heart-golden.py').toBe(
      golden.weightsSha256,
    );
    const present = Array.from({ length: SLOTS }, (_, slot) => (slot === golden.absent ? 0 : 1));
    const geometry = present.flatMap((_, slot) => [...usualGeometry(slot).slice(0, 11), 1]);
    const images = picture();
    const encoded = await encode(networks, { images, present, geometry });
    const measured = Float32Array.from({ length: MEASURED }, (_, n) => ((n * 5) % 17) / 12);
    const head = await headNumbers(networks, encoded, measured);
    expect(furthest(encoded.class, golden.class)).toBeLessThan(2e-3);
    expect(furthest(head.embedding, golden.embedding)).toBeLessThan(1e-3);
    expect(furthest(head.mean, golden.mean)).toBeLessThan(0.5);
    expect(furthest(head.lvCurve, golden.lvCurve)).toBeLessThan(0.5);
    expect(furthest(head.logVariance, golden.logVariance)).toBeLessThan(0.05);
    const drawn = await reconstruct(networks, encoded, geometry);
    const some = golden.drawn.map((_, n) => drawn[n * golden.some]!);
    expect(furthest(some, golden.drawn)).toBeLessThan(5e-3);
    for (const [n, [slot, phase]] of golden.frames.entries()) {
      const labels = await segmented(networks, images, encoded, slot, phase);
      const want = Buffer.from(golden.labels[n]!, 'base64');
      const agreed = labels.reduce((sum, label, at) => sum + (label === want[at] ? 1 : 0), 0);
      expect(agreed / FRAME_PIXELS).toBeGreaterThan(0.999);
    }
    await networks.release();
  }, 60_000);
}

/** make-heart-golden.py `picture`. */
function picture(): Uint8Array {
  return Uint8Array.from({ length: SLOTS * PLANE_PIXELS }, (_, n) => {
    const [x, y] = [n % CROP, Math.floor(n / CROP) % CROP];
    const [t, plane] = [Math.floor(n / FRAME_PIXELS) % 24, Math.floor(n / PLANE_PIXELS)];
    const r2 = (x - 48) ** 2 + (y - 44) ** 2;
    const size = 300 + 12 * Math.abs(t - 9) + 20 * plane;
    return r2 < size ? 215 : r2 < size + 500 ? 80 : 30 + ((x * 7 + y * 3 + t) % 40);
  });
}

async function segmented(
  networks: Awaited<ReturnType<typeof openHeart>>,
  images: Uint8Array,
  { tokens }: Encoded,
  slot: number,
  phase: number,
): Promise<number[]> {
  const triplet = new Float32Array(3 * FRAME_PIXELS);
  [(phase + 23) % 24, phase, (phase + 1) % 24].forEach((t, n) => {
    const from = slot * PLANE_PIXELS + t * FRAME_PIXELS;
    for (let at = 0; at < FRAME_PIXELS; at++)
      triplet[n * FRAME_PIXELS + at] = images[from + at]! / 255;
  });
  const turn = (2 * Math.PI * phase) / 24;
  const made = await networks.run('segmentation', {
    images: triplet,
    tokens: tokensAt(tokens, slot, phase / 24).slice(),
    phase: Float32Array.of(Math.cos(turn), Math.sin(turn)),
  });
  const logits = made['logits']!;
  return Array.from({ length: FRAME_PIXELS }, (_, at) => {
    const scores = [0, 1, 2, 3, 4, 5].map((label) => logits[label * FRAME_PIXELS + at]!);
    return scores.indexOf(Math.max(...scores));
  });
}

function furthest(got: ArrayLike<number>, want: readonly number[]): number {
  expect(got).toHaveLength(want.length);
  return want.reduce((most, value, n) => Math.max(most, Math.abs(value - got[n]!)), 0);
}
