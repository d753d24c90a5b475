import { describe, expect, test } from 'vitest';
import type { DenseGrid } from '../../library/dense-records.ts';
import { obliqueFrame } from '../testing/analytic-heart.ts';
import { binaryStl } from './binary-stl.ts';
import { denseSurface, denseSurfaces, voxelVolumeMl } from './dense-surfaces.ts';
import { meshVolumeMl, type Mesh } from './mesh.ts';
import { expectClosed } from './testing/closed-mesh.ts';

const { e1, e2, e3 } = obliqueFrame();
const dims = [48, 48, 36] as const;
const grid = (leftHanded = true): DenseGrid => ({
  dims: [...dims],
  spacingMm: [2, 2, 2.5],
  originMm: [-20, 30, 110],
  u: leftHanded ? (e1.map((x) => -x) as [number, number, number]) : e1,
  v: e2,
  n: e3,
});

/** Classes by the place in mm from the middle of the grid. */
function volume(classAt: (x: number, y: number, z: number) => number): Uint8Array {
  const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
  let at = 0;
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, at++)
        labels[at] = classAt((i - 23.5) * 2, (j - 23.5) * 2, (k - 17.5) * 2.5);
  return labels;
}

const ball = (radius: number) => (x: number, y: number, z: number) =>
  Math.hypot(x, y, z) <= radius ? 1 : 0;

/** Distances of a mesh's points from the middle of the grid, mm. */
function radii({ points }: Mesh, { originMm, u, v, n }: DenseGrid): number[] {
  const middle = [0, 1, 2].map((c) => originMm[c]! + 47 * u[c]! + 47 * v[c]! + 43.75 * n[c]!);
  return Array.from({ length: points.length / 3 }, (_, p) =>
    Math.hypot(...[0, 1, 2].map((c) => points[3 * p + c]! - middle[c]!)),
  );
}

describe('the surface of labelled voxels', () => {
  test('of a ball: closed, outward, at its radius, on axes of either hand', () => {
    const labels = volume(ball(30));
    for (const on of [grid(true), grid(false)]) {
      const mesh = denseSurface(labels, on, [1])!;
      expectClosed(mesh);
      expect(meshVolumeMl(mesh) / ((4 / 3) * Math.PI * 27)).toBeCloseTo(1, 1.7);
      expect(meshVolumeMl(mesh) / voxelVolumeMl(labels, on, [1])).toBeCloseTo(1, 1.7);
      for (const mm of radii(mesh, on)) expect(Math.abs(mm - 30)).toBeLessThan(1.2);
    }
  });

  test('is flat where the outermost voxels end', () => {
    // A cylinder along the normal through the whole stack.
    const labels = volume((x, y) => (Math.hypot(x, y) <= 25 ? 1 : 0));
    const mesh = denseSurface(labels, grid(), [1])!;
    expectClosed(mesh);
    const { originMm } = grid();
    const along = Array.from({ length: mesh.points.length / 3 }, (_, p) =>
      [0, 1, 2].reduce((sum, c) => sum + (mesh.points[3 * p + c]! - originMm[c]!) * e3[c]!, 0),
    );
    expect(Math.min(...along)).toBeCloseTo(-1.25, 1);
    expect(Math.max(...along)).toBeCloseTo(35 * 2.5 + 1.25, 1);
    expect(meshVolumeMl(mesh) / voxelVolumeMl(labels, grid(), [1])).toBeCloseTo(1, 1.7);
  });

  test('closes at the crop’s own edge too', () => {
    const mesh = denseSurface(
      volume((x) => (x > 20 ? 3 : 0)),
      grid(),
      [3],
    )!;
    expectClosed(mesh);
    expect(meshVolumeMl(mesh) / ((28 * 96 * 90) / 1000)).toBeCloseTo(1, 1);
  });

  test('is that of the largest body alone', () => {
    const one = ball(22);
    const labels = volume((x, y, z) => one(x, y, z) || (Math.hypot(x - 38, y, z) < 7 ? 1 : 0));
    const mesh = denseSurface(labels, grid(), [1])!;
    for (const mm of radii(mesh, grid())) expect(mm).toBeLessThan(24);
  });

  test('of each chamber; null where none is shown', () => {
    const labels = volume((x, y, z) => {
      const r = Math.hypot(x, y, z);
      return r <= 20 ? 1 : r <= 30 ? 2 : 0;
    });
    const { lvCavity, lvEpicardium, rvCavity } = denseSurfaces(labels, grid());
    expect(meshVolumeMl(lvEpicardium!) / meshVolumeMl(lvCavity!)).toBeCloseTo(1.5 ** 3, 0.7);
    expect(rvCavity).toBeNull();
  });

  test('a single voxel gives a small closed body or none', () => {
    const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
    labels[24 + 48 * (24 + 48 * 18)] = 1;
    const mesh = denseSurface(labels, grid(), [1]);
    if (mesh !== null) expectClosed(mesh);
  });
});

test('STL: named derived in mm, every triangle with its normal and corners', () => {
  const points = Float32Array.of(0, 0, 0, 10, 0, 0, 0, 10, 0, 0, 0, 10);
  const triangles = Uint32Array.of(0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3);
  const bytes = binaryStl([
    { points, triangles },
    { points, triangles },
  ]);
  const view = new DataView(bytes.buffer);
  const head = new TextDecoder().decode(bytes.subarray(0, 80));
  expect(head).toMatch(/^(?!solid).*DERIVED.* mm.*LPS/);
  expect(view.getUint32(80, true)).toBe(8);
  expect(bytes).toHaveLength(84 + 8 * 50);
  const floats = (at: number) => [0, 4, 8].map((step) => view.getFloat32(at + step, true));
  expect(floats(84)).toEqual([0, 0, -1]);
  expect(floats(84 + 24)).toEqual([0, 10, 0]);
  const slanted = floats(84 + 3 * 50);
  slanted.forEach((c) => expect(c).toBeCloseTo(1 / Math.sqrt(3)));
});
