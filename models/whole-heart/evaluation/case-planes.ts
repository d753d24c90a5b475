import type { HeartFrame, HeartPlane } from '../../../studies/library/heart-records.ts';
import type { Vector3 } from '../../../studies/volume/geometry.ts';
import { BEAT, CROP } from '../graph-shapes.ts';
import { slotsOn } from '../stored-input.ts';
import type { HeartCase } from './heart-case.ts';

const pixelMm = 2;
const views = ['2ch', '3ch', '4ch'] as const;

/** The heart frame that geometry is told in: patient axes are the heart's own. */
export const ownFrame: HeartFrame = {
  originMm: [0, 0, 0],
  e1: [1, 0, 0],
  e2: [0, 1, 0],
  e3: [0, 0, 1],
  originBy: 'labels',
  septalBy: 'labels',
};

/** The planes of a case as acquired planes whose image is the crop itself, so masks can be measured. */
export function planesOf({ present, geometry }: Pick<HeartCase, 'present' | 'geometry'>) {
  const half = ((CROP - 1) / 2) * pixelMm;
  return slotsOn(present).map((slot): HeartPlane & { slot: number } => {
    const numbers = geometry.slice(slot * 12, slot * 12 + 12);
    const [u, v] = [numbers.slice(3, 6), numbers.slice(6, 9)] as unknown as [Vector3, Vector3];
    const corner = [0, 1, 2].map((n) => 100 * numbers[n]! - half * u[n]! - half * v[n]!);
    return {
      id: `slot/${slot}`,
      volumeId: 'slot',
      slice: slot,
      slot,
      view: views[slot] ?? 'sax',
      viewBy: 'geometry',
      order: slot < 3 ? null : slot - 3,
      used: true,
      reason: null,
      phases: BEAT,
      originMm: corner as [number, number, number],
      row: [...u],
      column: [...v],
      spacingMm: [pixelMm, pixelMm],
      thicknessMm: 10 * numbers[10]!,
      dims: [CROP, CROP],
    };
  });
}

/** Places of the short-axis slots along e3, mm, by slot. */
export function heightsOf(geometry: readonly number[]): Map<number, number> {
  return new Map([3, 4, 5, 6, 7, 8].map((slot) => [slot, 100 * geometry[slot * 12 + 2]!]));
}
