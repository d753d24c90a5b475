import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../studies/volume/geometry.ts';
import { place, restingShift } from '../placement.ts';
import { acquiredFrame } from '../planes.ts';
import { boxHandles, boxRect, draggedBox, type RegionBox } from './region-box.ts';

const geometry: VolumeGeometry = {
  dims: [100, 80, 60],
  spacingMm: [1, 1, 2],
  originMm: [-50, -40, -60],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};
const box: RegionBox = { minMm: [-20, -10, -30], maxMm: [20, 30, 40] };
const coronal = acquiredFrame(geometry, 'coronal').geometry;

describe('region box', () => {
  it('lies on the picture with the head up', () => {
    const placement = place(coronal, 500, 500, restingShift);
    const { left, right, top, bottom } = boxRect(placement, box);
    expect((right - left) / placement.pixelsPerMm).toBeCloseTo(40);
    expect((bottom - top) / placement.pixelsPerMm).toBeCloseTo(70);
    expect(placement.originPx[0]).toBeLessThan(left);
    // The head's side of the box, 40 mm, is 18 mm below the top slice's centre at 58 mm.
    expect((top - placement.originPx[1]) / placement.pixelsPerMm).toBeCloseTo(18);
  });

  it('moves the side that is pulled: up on a coronal picture is towards the head', () => {
    const up = draggedBox(box, coronal.axes, { across: 0, down: -1 }, 3, -7);
    expect(up).toEqual({ minMm: [-20, -10, -30], maxMm: [20, 30, 47] });
    const corner = draggedBox(box, coronal.axes, { across: -1, down: 1 }, 5, 4);
    expect(corner).toEqual({ minMm: [-15, -10, -34], maxMm: [20, 30, 40] });
  });

  it('moves as a whole by its middle, and never turns inside out', () => {
    const moved = draggedBox(box, coronal.axes, { across: 0, down: 0 }, 5, 4);
    expect(moved).toEqual({ minMm: [-15, -10, -34], maxMm: [25, 30, 36] });
    const thin = draggedBox(box, coronal.axes, { across: 1, down: 0 }, -90, 0);
    expect(thin.maxMm[0]).toBe(-10);
    expect(boxHandles).toHaveLength(9);
  });
});
