import { describe, expect, it } from 'vitest';
import { dot, type LpsPoint, type VolumeGeometry } from '../volume/geometry.ts';
import { cinePlanes } from './heart-cine.ts';
import { basePoint, lateralAxis, longAxis, septalAxis } from './heart-phantom.ts';

/** Patient position of heart coordinates: base to apex, towards the right ventricle, across. */
const place = (s: number, u: number, v: number): LpsPoint => {
  const at = (c: 0 | 1 | 2) =>
    basePoint[c] + s * longAxis[c] + u * septalAxis[c] + v * lateralAxis[c];
  return [at(0), at(1), at(2)];
};

const landmarks = {
  mitral: place(0, 0, 0),
  apex: place(78, 0, 0),
  leftAtrium: place(-19, -4, 6),
  rightAtrium: place(-18, 42, 8),
  rightVentricle: place(20, 32, 0),
  aorticRoot: place(0, 16, -20),
};

/** How far a point lies off a plane, mm. */
function offMm({ originMm, axes }: VolumeGeometry, p: LpsPoint): number {
  return Math.abs(
    dot(axes[2], [p[0] - originMm[0], p[1] - originMm[1], p[2] - originMm[2]] as const),
  );
}

describe('planes of the sample heart', () => {
  const planes = Object.fromEntries(
    cinePlanes().map(({ description, geometry }) => [description, geometry]),
  );
  const seen = (view: string) =>
    Object.entries(landmarks)
      .filter(([, point]) => offMm(planes[view]!, point) < 9)
      .map(([name]) => name);

  it('show what a reader expects of each view', () => {
    expect(seen('cine 2CH')).toEqual(['mitral', 'apex', 'leftAtrium']);
    expect(seen('cine 3CH')).toEqual(['mitral', 'apex', 'leftAtrium', 'aorticRoot']);
    expect(seen('cine 4CH')).toEqual([
      'mitral',
      'apex',
      'leftAtrium',
      'rightAtrium',
      'rightVentricle',
    ]);
  });

  it('have a stack across the axis, from the mitral plane to the apex', () => {
    const stack = planes['cine SAX']!;
    const [, , normal] = stack.axes;
    expect(Math.abs(dot(normal, longAxis))).toBeCloseTo(1, 9);
    const alongMm = Array.from({ length: stack.dims[2] }, (_, k) => {
      const at = (c: 0 | 1 | 2) =>
        stack.originMm[c] + k * stack.spacingMm[2] * normal[c] - basePoint[c];
      return dot([at(0), at(1), at(2)], longAxis);
    });
    expect(alongMm[0]).toBeCloseTo(83, 6);
    expect(alongMm.at(-1)).toBeCloseTo(2, 6);
  });
});
