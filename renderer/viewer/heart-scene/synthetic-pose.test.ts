import { expect, it } from 'vitest';
import { usualGeometry } from '../../../models/whole-heart/usual-geometry.ts';
import { aHeart } from '../../testing/heart-records.ts';
import { syntheticPose } from './synthetic-pose.ts';

it('stands a synthetic plane where the model draws it', () => {
  const { frame } = aHeart();
  for (let slot = 0; slot < 9; slot++) {
    const { centreMm, u, v } = syntheticPose(slot, frame);
    const geometry = usualGeometry(slot);
    const expected = [...geometry.slice(0, 3).map((value) => value * 100), ...geometry.slice(3, 9)];
    [...centreMm, ...u, ...v].forEach((value, n) => expect(value).toBeCloseTo(expected[n]!, 6));
  }
});
