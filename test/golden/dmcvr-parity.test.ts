import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contoursBetween } from '../../models/dmcvr/contour-labels.ts';
import { toSigned, type DenseRun } from '../../models/dmcvr/dense-run.ts';
import { openDense } from '../../models/dmcvr/networks.ts';
import { makeBetween } from '../../models/dmcvr/make-planes.ts';
import { segmentSlices } from '../../models/dmcvr/segment-slices.ts';
import { codesOf, decodeBetween } from '../../models/dmcvr/slice-codes.ts';
import { toDepth } from '../../models/dmcvr/space-to-depth.ts';

interface Golden {
  weightsSha256: string;
  steps: number;
  share: number;
  some: number;
  eps: number[];
  epsMiddle: number[];
  z: number[];
  noise: number[];
  made: number[];
  redecoded: number[];
  between: number[];
  labels: string;
  contours: string;
}

const modelDir = join(import.meta.dirname, '../../models/dmcvr');
const file = join(import.meta.dirname, 'dmcvr-parity.json');
const golden = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Golden) : null;

test('weights come with golden numbers of PyTorch', () => {
  expect(golden !== null).toBe(existsSync(join(modelDir, 'card.json')));
});

if (golden !== null) {
  test('graphs and the whole loop give what PyTorch gives (gate G-a)', async () => {
    const { graphs, weightsSha256 } = await openDense(modelDir, { provider: 'cpu', threads: 2 });
    expect(weightsSha256, 'new weights: run test/golden/make-dmcvr-golden.py').toBe(
      golden.weightsSha256,
    );
    const dense: DenseRun = {
      run: (role, inputs, batch) => graphs.run(role, inputs, batch),
      cancelled: () => false,
      onWork: () => undefined,
    };
    const pictures = [picture(0), picture(1)];
    const segmented = await segmentSlices(dense, pictures);
    const options = { denoiser: 'denoise', steps: golden.steps } as const;
    const codes = await codesOf(
      dense,
      pictures,
      segmented.map(({ morphology }) => morphology),
      options,
    );
    const some = (values: Float32Array) =>
      Array.from({ length: Math.ceil(values.length / golden.some) }, (_, n) => values[n * golden.some]!);
    const both = (arrays: readonly Float32Array[]) =>
      Float32Array.from(arrays.flatMap((array) => [...array]));
    const clean = toDepth(both(pictures.map(toSigned)));
    const z = both(codes.map((code) => code.z));
    const morphology = both(codes.map((code) => code.morphology));
    const t = Float32Array.of(20, 600);
    for (const [role, want] of [
      ['denoise', golden.eps],
      ['denoise-middle', golden.epsMiddle],
    ] as const) {
      const { noise } = await graphs.run(role, { x: clean, t, z, morphology }, 2);
      expect(furthest(some(noise!), want)).toBeLessThan(1e-4);
    }
    expect(furthest([...z], golden.z)).toBeLessThan(1e-4);
    expect(furthest(some(both(codes.map((code) => code.noise))), golden.noise)).toBeLessThan(5e-3);

    const place = { below: 0, above: 1, share: golden.share };
    const [made] = await decodeBetween(dense, codes, [place], options);
    expect(furthest(some(made!), golden.made.map(unit))).toBeLessThan(1e-3);
    const [back] = await decodeBetween(dense, codes, [{ below: 0, above: 0, share: 0 }], options);
    expect(furthest(some(back!), golden.redecoded.map(unit))).toBeLessThan(1e-3);
    const direct = await makeBetween(dense, { pictures, segmented, against: null }, [place], [0, 10], {
      method: 'between',
      steps: golden.steps,
    });
    expect(furthest(some(direct.pictures[0]!), golden.between.map(unit))).toBeLessThan(1e-4);
    const seen = { pictures, against: [...pictures].reverse() };
    const [contours] = await contoursBetween(dense, seen, [place], [0, 10]);
    const traced = Buffer.from(golden.contours, 'base64');
    const differ = contours!.reduce((sum, label, n) => sum + (label === traced[n] ? 0 : 1), 0);
    expect(differ).toBeLessThan(3);
    const labels = Buffer.from(golden.labels, 'base64');
    const drawn = segmented.flatMap((slice) => [...slice.labels]);
    const agreed = drawn.reduce((sum, label, n) => sum + (label === labels[n] ? 1 : 0), 0);
    // Labels are tidied here and not there.
    expect(agreed / drawn.length).toBeGreaterThan(0.97);
    await graphs.release();
  }, 120_000);
}

const unit = (value: number) => Math.min(1, Math.max(0, (value + 1) / 2));

/** make-dmcvr-golden.py `picture`. */
function picture(k: number): Float32Array {
  return Float32Array.from({ length: 96 * 96 }, (_, n) => {
    const [x, y] = [n % 96, Math.floor(n / 96)];
    const r2 = (x - 47 - 2 * k) ** 2 + (y - 45) ** 2;
    const value = r2 < 220 + 160 * k ? 190 : r2 < 560 + 200 * k ? 70 : 25 + ((x * 7 + y * 3) % 40);
    return value / 255;
  });
}

function furthest(got: readonly number[], want: readonly number[]): number {
  expect(got).toHaveLength(want.length);
  return want.reduce((most, value, n) => Math.max(most, Math.abs(value - got[n]!)), 0);
}
