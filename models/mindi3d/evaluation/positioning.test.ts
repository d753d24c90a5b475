import { describe, expect, it } from 'vitest';
import { NormalNoise } from '../../runtime/noise.ts';
import { gaussianBlur } from '../../../studies/tomography/simulation/gaussian-blur.ts';
import { findPose, moved, poseError, testPoses } from './positioning.ts';

const dims = [40, 36, 32] as const;
const place = { dims, spacingMm: [3, 3, 3] as const };

/** Smooth lumps, so that every direction and turn shows. */
function lumps(): Int16Array {
  const noise = new NormalNoise(1);
  const field = Float32Array.from({ length: 40 * 36 * 32 }, () => 6000 * noise.normal());
  return Int16Array.from(gaussianBlur(field, dims, [2, 2, 2]), Math.round);
}

const region = Uint8Array.from({ length: 40 * 36 * 32 }, (_, n) => {
  const index = [n % 40, Math.floor(n / 40) % 36, Math.floor(n / 1440)];
  return index.every((i, axis) => i >= 6 && i < dims[axis]! - 6) ? 1 : 0;
});

describe('positioning', () => {
  const patient = lumps();

  it.each(testPoses.slice(0, 3).map((pose) => [pose]))('finds %j', (pose) => {
    const found = findPose(patient, moved(patient, place, pose), place, region);
    const { shiftMm, turnDeg } = poseError(found, pose);
    expect(shiftMm).toBeLessThan(0.3);
    expect(turnDeg).toBeLessThan(0.3);
  });

  it('moves along the patient axes', () => {
    const point = new Int16Array(40 * 36 * 32).fill(-1000);
    point[(10 * 36 + 12) * 40 + 14] = 3000;
    const shifted = moved(point, place, [0, 0, 0, 6, -3, 9]);
    expect(shifted[(13 * 36 + 11) * 40 + 16]).toBe(3000);
  });
});
