import { describe, expect, it } from 'vitest';
import { blobs } from './blobs.ts';
import { allLesions, coreChange, placeLesions, withLesions } from './lesions.ts';

const dims = [48, 48, 40] as const;
const place = { dims, spacingMm: [2, 2, 2] as const, originMm: [-47, -47, -39] as const };
const voxels = dims[0] * dims[1] * dims[2];

function cube(least: number): Uint8Array {
  return Uint8Array.from({ length: voxels }, (_, n) => {
    const index = [
      n % dims[0],
      Math.floor(n / dims[0]) % dims[1],
      Math.floor(n / dims[0] / dims[1]),
    ];
    return index.every((i, axis) => i >= least && i < dims[axis]! - least) ? 1 : 0;
  });
}

const region = cube(8);
const water = new Int16Array(voxels).fill(0);

describe('lesions', () => {
  it('are placed apart, inside the region, the same every time', () => {
    const placed = placeLesions(water, region, place, allLesions());
    expect(placed.length).toBeGreaterThan(5);
    expect(placeLesions(water, region, place, allLesions())).toEqual(placed);
    for (const [n, a] of placed.entries()) {
      const reach = a.diameterMm / 2;
      a.centreMm.forEach((mm) => expect(Math.abs(mm) + reach).toBeLessThan(32));
      for (const b of placed.slice(n + 1)) {
        const apart = Math.hypot(...a.centreMm.map((mm, axis) => mm - b.centreMm[axis]!));
        expect(apart).toBeGreaterThan((a.diameterMm + b.diameterMm) / 2 + 11);
      }
    }
  });

  it('find no place where tissues meet', () => {
    const striped = water.map((_, n) => (n % 3 === 0 ? 400 : -400));
    expect(placeLesions(striped, region, place, allLesions())).toEqual([]);
  });

  it('are put in with their size and contrast, and read back', () => {
    const frame = {
      counts: [60, 64, 52] as const,
      spacingMm: [1.5, 1.5, 1.5] as const,
      originMm: [-44.25, -47.25, -38.25] as const,
    };
    const object = { frame, hu: new Float32Array(60 * 64 * 52) };
    const lesion = { centreMm: [10, -12, 6] as const, diameterMm: 15, contrastHu: 200 };
    const { hu } = withLesions(object, [lesion]);
    const volumeMm3 = hu.reduce((sum, value) => sum + value / 200, 0) * 1.5 ** 3;
    expect(volumeMm3 / ((Math.PI / 6) * 15 ** 3)).toBeCloseTo(1, 1);
    let [sx, sy, sz, sum] = [0, 0, 0, 0];
    hu.forEach((value, n) => {
      sum += value;
      sx += value * Math.floor(n / 52 / 64);
      sy += value * (Math.floor(n / 52) % 64);
      sz += value * (n % 52);
    });
    expect(-44.25 + (1.5 * sx) / sum).toBeCloseTo(10, 1);
    expect(-47.25 + (1.5 * sy) / sum).toBeCloseTo(-12, 1);
    expect(-38.25 + (1.5 * sz) / sum).toBeCloseTo(6, 1);
    expect(object.hu.every((value) => value === 0)).toBe(true);
  });

  it('are judged by what changed in their core', () => {
    const lesion = { centreMm: [1, 1, 1] as const, diameterMm: 10, contrastHu: 100 };
    const changed = water.map(() => 70);
    expect(coreChange(place, lesion, changed, water)).toBe(70);
  });
});

describe('blobs', () => {
  const ball = (radius: number, hu: number) =>
    water.map((_, n) => {
      const index = [n % dims[0], Math.floor(n / dims[0]) % dims[1], Math.floor(n / 2304)];
      const away = Math.hypot(...index.map((i, axis) => 2 * (i - [20, 24, 18][axis]!)));
      return away <= radius ? hu : 0;
    });

  const blobsOf = (volume: Int16Array, reference: Int16Array, input = reference) =>
    blobs({ volume, reference, input }, place, region);

  it('tells what was there before from what is new', () => {
    const volume = ball(5, 300);
    expect(blobsOf(volume, water)[0]!.inInput).toBe(false);
    expect(blobsOf(volume, water, ball(5, 200))[0]!.inInput).toBe(true);
  });

  it('finds a ball that was put in and one that was taken out', () => {
    const found = blobsOf(ball(5, 300), water);
    expect(found).toHaveLength(1);
    expect(found[0]!.peakHu).toBeCloseTo(300, 0);
    expect(found[0]!.voxel % dims[0]).toBe(20);
    expect(blobsOf(water, ball(5, 300))[0]!.peakHu).toBeCloseTo(-300, 0);
  });

  it('passes over what is small, faint, thin or outside the region', () => {
    expect(blobsOf(ball(1, 500), water)).toEqual([]);
    expect(blobsOf(ball(5, 90), water)).toEqual([]);
    const sheet = water.map((_, n) => (n % dims[0] === 20 ? 150 : 0));
    expect(blobsOf(sheet, water)).toEqual([]);
    const nowhere = new Uint8Array(voxels);
    const volume = ball(5, 300);
    expect(blobs({ volume, reference: water, input: water }, place, nowhere)).toEqual([]);
  });
});
