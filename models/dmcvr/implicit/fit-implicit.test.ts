import { describe, expect, it } from 'vitest';
import type { LabelledPlane } from './contour-samples.ts';
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
const budget = { steps: 200, points: 384, triples: 96, width: 32 };
const spheroid = meshOf(halfSpheroid(26, 82), [-30, -30, -4], [30, 30, 86], 2);
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

  it('finds half a spheroid from eight slices 10 mm apart, open at both ends', async () => {
    const solid = halfSpheroid(26, 82);
    const found = (await fitImplicit(stackOf(solid, range(5, 75, 10)), options))!;
    const ml = ((2 / 3) * Math.PI * 26 ** 2 * 82) / 1000;
    expect(Math.abs(found.volumeMl / ml - 1)).toBeLessThan(0.04);
    const apart = disagreement(found.mesh, spheroid)!;
    expect(apart.there.meanMm).toBeLessThan(1);
    expect(apart.back.meanMm).toBeLessThan(1);
  });

  it('finds an apex that the slices miss from two long-axis planes', async () => {
    const solid = halfSpheroid(26, 82);
    const stack = stackOf(solid, range(5, 65, 10));
    const long = [planeAlongZ(solid, 0, 40), planeAlongZ(solid, 90, 40)];
    const apexMm = async (planes: LabelledPlane[]) => {
      const { mesh } = (await fitImplicit(planes, options))!;
      const { perPointMm } = disagreement(spheroid, mesh)!.there;
      const tip = perPointMm.filter((_, v) => spheroid.points[v * 3 + 2]! > 70);
      return tip.reduce((a, b) => a + b, 0) / tip.length;
    };
    const [alone, both] = [await apexMm(stack), await apexMm([...stack, ...long])];
    expect(both).toBeLessThan(0.5 * alone);
    expect(both).toBeLessThan(1.5);
  });

  it('follows a leaning cylinder where linear distances pinch it between slices', async () => {
    const solid = leaningCylinder(14, 50);
    const stack = stackOf(solid, range(-36, 36, 12));
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
    expect(fieldWrong).toBeLessThan(0.4 * linesWrong);
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
