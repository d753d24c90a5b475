import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { HeartPlane, HeartView } from '../../library/heart-records.ts';
import { assignSlots } from './slots.ts';

const plane = (id: string, view: HeartView, order: number | null): HeartPlane => ({
  id,
  volumeId: id,
  slice: 0,
  view,
  viewBy: 'geometry',
  order,
  used: true,
  reason: null,
  slot: null,
  phases: 20,
  originMm: [0, 0, 0],
  row: [1, 0, 0],
  column: [0, 1, 0],
  spacingMm: [1, 1],
  thicknessMm: 8,
  dims: [8, 8],
});
const stack = (count: number) => Array.from({ length: count }, (_, n) => plane(`s${n}`, 'sax', n));

it('puts views in their slots and leaves out what is missing', () => {
  const [pass] = assignSlots([plane('b', '4ch', null), ...stack(3), plane('a', '2ch', null)], null);
  expect(pass!.planeIds).toEqual(['a', null, 'b', 's0', 's1', 's2', null, null, null]);
  expect(pass!.fresh).toEqual([true, false, true, true, true, true, false, false, false]);
  expect(assignSlots([], null)).toEqual([]);
});

it('spreads six slices over those that show the left ventricle', () => {
  const lv = ['s2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10', 's11', 's12'];
  const [first, ...more] = assignSlots(stack(14), lv);
  expect(first!.planeIds.slice(3)).toEqual(['s2', 's4', 's6', 's8', 's10', 's12']);
  expect(more).toHaveLength(2);
});

it('gives every slice one slot that is its own, in rising order, in full passes (property)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(39)), (count, shown) => {
      const planes = stack(count);
      const passes = assignSlots(planes, shown.length > 0 ? shown.map((n) => `s${n}`) : null);
      const own = passes.flatMap(({ planeIds, fresh }) => planeIds.filter((_, n) => fresh[n]));
      expect([...own].sort()).toEqual(planes.map(({ id }) => id).sort());
      for (const { planeIds } of passes) {
        const orders = planeIds.flatMap((id) => (id === null ? [] : [Number(id.slice(1))]));
        expect(orders).toEqual([...new Set(orders)].sort((a, b) => a - b));
      }
      for (const { planeIds } of passes.slice(1))
        expect(planeIds.slice(3).filter(Boolean)).toHaveLength(Math.min(6, count));
    }),
  );
});
