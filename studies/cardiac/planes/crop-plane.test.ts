import { describe, expect, it } from 'vitest';
import { heartCorrectionsSchema, type HeartPlane } from '../../library/heart-records.ts';
import { beatTiming } from './beat-timing.ts';
import type { CineCandidate } from './candidate.ts';
import { applyAffine, CROP_SIZE, cropGrid } from './crop-grid.ts';
import { cropPlane, frameTriplet, nativeCrop } from './crop-plane.ts';
import { slotGeometry } from './slots.ts';
import { stored } from './testing/altered.ts';
import { sampleCandidates } from './testing/sample-candidates.ts';
import { understandPlanes } from './understand-planes.ts';

const none = heartCorrectionsSchema.parse({});
const cropsOf = async (candidates: readonly CineCandidate[]) => {
  const heart = await understandPlanes(candidates, none);
  const crops = new Map<
    string,
    { plane: HeartPlane; crop: Float32Array; geometry: Float32Array }
  >();
  for (const plane of heart.planes) {
    const volume = candidates.find(({ volumeId }) => volumeId === plane.volumeId)!;
    const pixels = await volume.readSlice(plane.slice);
    crops.set(plane.id, {
      plane,
      crop: cropPlane(pixels, plane, heart.frame!, beatTiming(volume)),
      geometry: slotGeometry(plane, heart.frame!),
    });
  }
  return { heart, crops };
};
const furthest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, n) => Math.max(most, Math.abs(value - b[n]!)), 0);

const sample = sampleCandidates();
const plain = cropsOf(sample);

describe('crops', () => {
  it('are the same however the scanner stored the pictures', { timeout: 180_000 }, async () => {
    const { crops } = await plain;
    for (const how of [
      { transposed: true, flippedX: false, flippedY: false },
      { transposed: false, flippedX: true, flippedY: false },
      { transposed: true, flippedX: true, flippedY: true },
    ]) {
      const other = await cropsOf(sample.map((volume) => stored(volume, how)));
      for (const [id, { crop, geometry }] of crops) {
        expect(furthest(crop, other.crops.get(id)!.crop)).toBeLessThan(1e-3);
        expect(furthest(geometry, other.crops.get(id)!.geometry)).toBeLessThan(1e-5);
      }
    }
  });

  it('show the right ventricle to the left in short axis and the apex up in long axis', async () => {
    const { crops } = await plain;
    const value = (id: string, x: number, y: number) => crops.get(id)!.crop[y * CROP_SIZE + x]!;
    // Blood of both ventricles, lung on the far side.
    expect(value('sax/7', 47, 47)).toBeGreaterThan(0.7);
    expect(value('sax/7', 26, 47)).toBeGreaterThan(0.6);
    expect(value('sax/7', 80, 47)).toBeLessThan(0.2);
    // The atria lie below the ventricle; lung above the apex.
    expect(value('4ch/0', 47, 66)).toBeGreaterThan(0.6);
    expect(value('2ch/0', 47, 66)).toBeGreaterThan(0.6);
    // The outflow tract to the right below in the 3-chamber view.
    expect(value('3ch/0', 57, 80)).toBeGreaterThan(0.6);
    expect(value('3ch/0', 30, 80)).toBeLessThan(0.2);
  });

  it('go back to the acquired pixels', async () => {
    const { heart, crops } = await plain;
    for (const { plane } of crops.values()) {
      const { cropToImage, imageToCrop } = cropGrid(plane, heart.frame!);
      const [x, y] = applyAffine(imageToCrop, ...applyAffine(cropToImage, 11.25, 70.5));
      expect(x).toBeCloseTo(11.25, 9);
      expect(y).toBeCloseTo(70.5, 9);
    }
  });

  it('are zero outside the picture and scaled by what is in it', async () => {
    const { heart } = await plain;
    const plane = heart.planes.find(({ view }) => view === '4ch')!;
    const small = { ...plane, dims: [20, 72] as [number, number] };
    const pixels = new Float32Array(plane.phases * 20 * 72).map((_, n) => 100 + (n % 20));
    const crop = nativeCrop(pixels, small, heart.frame!);
    expect(crop[47 * CROP_SIZE + 90]).toBe(0);
    expect(Math.max(...crop.subarray(0, CROP_SIZE * CROP_SIZE))).toBe(1);
  });

  it('come in threes round a phase, round the end of the beat too', () => {
    const size = CROP_SIZE * CROP_SIZE;
    const frames = new Float32Array(5 * size).map((_, n) => Math.floor(n / size));
    const firsts = (phase: number) => {
      const three = frameTriplet(frames, phase);
      return [three[0], three[size], three[2 * size]];
    };
    expect(firsts(0)).toEqual([4, 0, 1]);
    expect(firsts(4)).toEqual([3, 4, 0]);
  });
});
