import { describe, expect, it } from 'vitest';
import { disagreement } from './disagreement.ts';
import { fitImplicit, type ImplicitOptions } from './fit-implicit.ts';
import { linearDistances } from './testing/linear-distances.ts';
import { voxelToPatient } from '../../../studies/volume/geometry.ts';
import {
  halfSpheroid,
  leaningCylinder,
  meshOf,
  planeAlongZ,
  range,
  sphere,
  stackOf,
} from './testing/solids.ts';

const inside = (label: number) => label === 1;
const budget = { steps: 220, points: 256, triples: 64, width: 24 };
const options: ImplicitOptions = { inside, budget };

describe('an implicit surface', () => {
  it('finds a sphere from eight slices 10 mm apart', async () => {
    const solid = sphere(40);
    const found = (await fitImplicit(stackOf(solid, range(-35, 35, 10)), options))!;
    const ml = ((4 / 3) * Math.PI * 40 ** 3) / 1000;
    expect(Math.abs(found.volumeMl / ml - 1)).toBeLessThan(0.04);
    const truth = meshOf(solid, [-42, -42, -42], [42, 42, 42], 2);
    const apart = disagreement(found.mesh, truth)!;
    expect(apart.there.meanMm).toBeLessThan(1);
    expect(apart.back.meanMm).toBeLessThan(1);
  });

  it('finds half a spheroid, and its apex better with two long-axis planes', async () => {
    const solid = halfSpheroid(26, 82);
    const stack = stackOf(solid, range(5, 75, 10));
    const truth = meshOf(solid, [-30, -30, -4], [30, 30, 86], 2);
    const ml = ((2 / 3) * Math.PI * 26 ** 2 * 82) / 1000;
    const alone = (await fitImplicit(stack, options))!;
    expect(Math.abs(alone.volumeMl / ml - 1)).toBeLessThan(0.04);
    expect(disagreement(alone.mesh, truth)!.there.meanMm).toBeLessThan(1);
    const long = [planeAlongZ(solid, 0, 40), planeAlongZ(solid, 90, 40)];
    const both = (await fitImplicit([...stack, ...long], options))!;
    expect(Math.abs(both.volumeMl / ml - 1)).toBeLessThan(0.04);
    const apexMm = (mesh: typeof both.mesh) => {
      const { perPointMm } = disagreement(truth, mesh)!.there;
      const tip = [...perPointMm].filter((_, v) => truth.points[v * 3 + 2]! > 74);
      return tip.reduce((a, b) => a + b, 0) / tip.length;
    };
    expect(apexMm(both.mesh)).toBeLessThan(0.7 * apexMm(alone.mesh));
    expect(apexMm(both.mesh)).toBeLessThan(1.2);
  });

  it('follows a leaning cylinder where linear distances pinch it between slices', async () => {
    const solid = leaningCylinder(14, 50);
    const stack = stackOf(solid, range(-24, 24, 12));
    const found = (await fitImplicit(stack, options))!;
    const linear = linearDistances(stack, inside);
    let [truly, byField, byLines, fieldWrong, linesWrong] = [0, 0, 0, 0, 0];
    const [nx, ny] = found.grid.dims;
    found.field.forEach((mm, at) => {
      const index = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))] as const;
      const point = voxelToPatient(found.grid, index);
      if (Math.abs(point[2]) >= 24) return;
      const [t, f, l] = [solid(...point) > 0, mm > 0, linear(point) > 0];
      truly += Number(t);
      byField += Number(f);
      byLines += Number(l);
      fieldWrong += Number(f !== t);
      linesWrong += Number(l !== t);
    });
    expect(byLines / truly).toBeLessThan(0.95);
    expect(Math.abs(byField / truly - 1)).toBeLessThan(0.03);
    expect(fieldWrong).toBeLessThan(0.5 * linesWrong);
  });
});

describe('a fit', () => {
  const stack = stackOf(sphere(20), range(-15, 15, 10));
  const short = { ...options, budget: { ...budget, steps: 25 } };

  it('gives the same surface for the same seed, another for another', async () => {
    const [one, again] = [await fitImplicit(stack, short), await fitImplicit(stack, short)];
    expect(again!.field).toEqual(one!.field);
    expect(again!.mesh).toEqual(one!.mesh);
    const other = await fitImplicit(stack, { ...short, seed: 2 });
    expect(other!.field).not.toEqual(one!.field);
  });

  it('ends when cancelled, and tells how far it is', async () => {
    const shares: number[] = [];
    let looks = 0;
    const cancelled = () => ++looks > 15;
    const onProgress = (share: number) => void shares.push(share);
    await expect(fitImplicit(stack, { ...short, cancelled, onProgress })).rejects.toThrow(
      'cancelled',
    );
    expect(shares).toEqual([0, 10 / 25]);
  });

  it('leaves out planes that cannot show the class, and is null where none shows it', async () => {
    const empty = stackOf(() => -1, [-5, 5]);
    expect(await fitImplicit(empty, short)).toBeNull();
    expect(await fitImplicit([], short)).toBeNull();
    const unseen = empty.map((plane) => ({ ...plane, seen: false }));
    const [without, with_] = [
      await fitImplicit(stack, short),
      await fitImplicit([...stack, ...unseen], short),
    ];
    expect(with_!.field).toEqual(without!.field);
  });

  it('refuses labels that are not of their plane', async () => {
    const [first] = stack;
    const wrong = { plane: first!.plane, labels: new Uint8Array(10) };
    await expect(fitImplicit([wrong], short)).rejects.toThrow(RangeError);
  });
});
