import { describe, expect, it } from 'vitest';
import { aHeart, aHeartPlane } from '../../testing/heart-records.ts';
import { pointNormals } from './normals.ts';
import { buildBeatingHeart } from './surfaces.ts';

/** A ring of muscle around a cavity in every slice, smaller at the third phase. */
function labels(phase: number): Uint8Array {
  const radius = phase === 2 ? 8 : 12;
  const one = Uint8Array.from({ length: 48 * 48 }, (_, n) => {
    const r = Math.hypot((n % 48) - 24, Math.floor(n / 48) - 24);
    return r < radius ? 1 : r < 16 ? 2 : 0;
  });
  const all = new Uint8Array(5 * one.length);
  for (let slice = 0; slice < 5; slice++) all.set(one, slice * one.length);
  return all;
}

const heart = aHeart({
  planes: [0, 1, 2, 3, 4].map((order) => aHeartPlane('sax', { order })),
});
const reach = (points: Float32Array) => Math.max(...points.filter((_, n) => n % 3 === 0));

describe('the beating heart', () => {
  it('keeps its triangles and moves its points', async () => {
    const asked: string[] = [];
    const shares: number[] = [];
    const built = await buildBeatingHeart(
      heart,
      async (volumeId, phase) => {
        asked.push(`${volumeId} ${phase}`);
        return labels(phase);
      },
      (share) => shares.push(share),
      new AbortController().signal,
    );
    expect(asked.sort()).toEqual(['sax 0', 'sax 1', 'sax 2', 'sax 3']);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
    expect(built!.rvCavity).toBeUndefined();
    const { points, normals, triangles } = built!.lvCavity!;
    expect(points).toHaveLength(4);
    expect(new Set(points.map(({ length }) => length)).size).toBe(1);
    expect(Math.max(...triangles)).toBeLessThan(points[0]!.length / 3);
    expect(normals[0]!.length).toBe(points[0]!.length);
    expect(reach(points[0]!)).toBeGreaterThan(reach(points[2]!) + 4);
  });

  it('stops when it is told to, and fails as its labels do', async () => {
    const abort = new AbortController();
    abort.abort();
    const load = () => Promise.resolve(labels(0));
    expect(await buildBeatingHeart(heart, load, () => undefined, abort.signal)).toBeNull();
    const fails = buildBeatingHeart(
      heart,
      () => Promise.reject(new Error('gone')),
      () => undefined,
      new AbortController().signal,
    );
    await expect(fails).rejects.toThrow('gone');
  });
});

it('gives points normals of length one, away from the inside', () => {
  const points = Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);
  const normals = pointNormals(points, Uint32Array.of(0, 2, 1, 0, 1, 3, 1, 2, 3, 0, 3, 2));
  for (let n = 0; n < 12; n += 3) expect(Math.hypot(...normals.slice(n, n + 3))).toBeCloseTo(1);
  expect(normals[0]! + normals[1]! + normals[2]!).toBeLessThan(0);
  expect(normals[3]).toBeGreaterThan(0);
});
