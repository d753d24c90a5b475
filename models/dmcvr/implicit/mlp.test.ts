import { describe, expect, it } from 'vitest';
import { Mlp } from './mlp.ts';
import { NormalNoise } from '../../runtime/noise.ts';
import { multiply, multiplyTransposed } from './matrix-products.ts';
import { Adam } from './adam.ts';

const rows = 6;

function network(seed = 3): { mlp: Mlp; points: Float32Array } {
  const mlp = new Mlp({ inputs: 4, width: 8, hiddenLayers: 3, batch: rows }, seed);
  const noise = new NormalNoise(9);
  // The output layer starts at zero, where slopes below it vanish.
  for (let i = 0; i < mlp.parameters.length; i++) mlp.parameters[i]! += 0.1 * noise.normal();
  return { mlp, points: Float32Array.from({ length: rows * 4 }, () => noise.normal()) };
}

/** Half the sum of squares of the answers: its slope by an answer is the answer. */
function loss(mlp: Mlp, points: Float32Array): number {
  return mlp.forward(points, rows).reduce((sum, answer) => sum + (answer * answer) / 2, 0);
}

describe('the perceptron', () => {
  it('has the slopes that finite differences find, for every parameter', () => {
    const { mlp, points } = network();
    mlp.backward(mlp.forward(points, rows).slice(), rows);
    const slopes = mlp.slopes.slice();
    const largest = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
    let worst = 0;
    for (let i = 0; i < slopes.length; i++) {
      const kept = mlp.parameters[i]!;
      mlp.parameters[i] = kept + 0.01;
      const step = mlp.parameters[i]!;
      const above = loss(mlp, points);
      mlp.parameters[i] = kept - 0.01;
      const difference = (above - loss(mlp, points)) / (step - mlp.parameters[i]!);
      mlp.parameters[i] = kept;
      worst = Math.max(worst, Math.abs(difference - slopes[i]!));
    }
    expect(largest).toBeGreaterThan(0.1);
    expect(worst / largest).toBeLessThan(2e-3);
  });

  it('answers 0 before it has learnt, and the same for the same seed', () => {
    const shape = { inputs: 4, width: 8, hiddenLayers: 2, batch: rows };
    const { points } = network();
    const [a, b, c] = [new Mlp(shape, 1), new Mlp(shape, 1), new Mlp(shape, 2)];
    expect([...a.forward(points, rows)]).toEqual(new Array(rows).fill(0));
    expect(a.parameters).toEqual(b.parameters);
    expect(a.parameters).not.toEqual(c.parameters);
  });

  it('learns a product of two coordinates', () => {
    const mlp = new Mlp({ inputs: 4, width: 16, hiddenLayers: 2, batch: 64 }, 5);
    const noise = new NormalNoise(4);
    const points = Float32Array.from({ length: 64 * 4 }, () => noise.normal());
    const adam = new Adam(mlp.parameters.length);
    let square = Infinity;
    for (let step = 0; step < 400; step++) {
      const errors = mlp
        .forward(points, 64)
        .map((answer, r) => answer - points[r * 4]! * points[r * 4 + 1]!);
      square = errors.reduce((sum, error) => sum + error * error, 0) / 64;
      mlp.backward(
        errors.map((error) => error / 32),
        64,
      );
      adam.step(mlp.parameters, mlp.slopes, 0.01);
    }
    expect(square).toBeLessThan(0.01);
  });
});

describe('products in blocks', () => {
  const [n, inner, columns] = [4, 8, 12];
  const noise = new NormalNoise(2);
  const x = Float32Array.from({ length: n * inner }, () => noise.normal());
  const w = Float32Array.from({ length: inner * columns }, () => noise.normal());
  const bias = Float32Array.from({ length: columns }, () => noise.normal());

  it('are sums of products', () => {
    const out = new Float32Array(n * columns);
    multiply(x, w, bias, out, n, inner, columns);
    for (let r = 0; r < n; r++)
      for (let j = 0; j < columns; j++) {
        let sum = bias[j]!;
        for (let i = 0; i < inner; i++) sum += x[r * inner + i]! * w[i * columns + j]!;
        expect(out[r * columns + j]).toBeCloseTo(sum, 4);
      }
  });

  it('hold for the left side turned', () => {
    const y = Float32Array.from({ length: n * columns }, () => noise.normal());
    const out = new Float32Array(inner * columns);
    multiplyTransposed(x, y, out, n, inner, columns);
    for (let i = 0; i < inner; i++)
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let r = 0; r < n; r++) sum += x[r * inner + i]! * y[r * columns + j]!;
        expect(out[i * columns + j]).toBeCloseTo(sum, 4);
      }
  });
});
