import { expect, test } from 'vitest';
import { presetGeometry } from '../../../../studies/tomography/presets.ts';
import { enclosingFrame, innerPart, reconstructionFrame } from './reconstruction-frame.ts';

const field = { diameterMm: 300, lengthMm: 160 };
const scan = { views: 50, columns: 300, isocentreMm: [10, -20, 30] as const };
const fullFan = presetGeometry('full-fan', field, scan);

test('covers what every view sees, about the isocentre', () => {
  const { counts, spacingMm, originMm } = reconstructionFrame(fullFan);
  expect(counts[0] * spacingMm[0]).toBeGreaterThanOrEqual(300);
  expect(counts[0] * spacingMm[0]).toBeLessThan(330);
  expect(counts[2] * spacingMm[2]).toBeGreaterThanOrEqual(160);
  expect(counts[0]).toBeLessThanOrEqual(256);
  const middle = originMm.map((mm, axis) => mm + ((counts[axis]! - 1) / 2) * spacingMm[axis]!);
  expect(middle.map(Math.round)).toEqual([10, -20, 30]);
});

test('a displaced detector covers the whole field over its turn', () => {
  const halfFan = presetGeometry('half-fan', field, scan);
  expect(halfFan.detectorColumns).toBeLessThan(fullFan.detectorColumns);
  const { counts, spacingMm } = reconstructionFrame(halfFan);
  expect(counts[0] * spacingMm[0]).toBeGreaterThanOrEqual(300);
});

test('takes what is asked for', () => {
  const frame = reconstructionFrame(fullFan, { dims: [64, 48, 20], spacingMm: 2 });
  expect(frame.counts).toEqual([64, 48, 20]);
  expect(frame.spacingMm).toEqual([2, 2, 2]);
  expect(reconstructionFrame(fullFan, { spacingMm: 3 }).spacingMm).toEqual([3, 3, 3]);
});

test('the enclosing grid holds the wanted one voxel by voxel', () => {
  const frame = reconstructionFrame(fullFan, { dims: [20, 30, 10], spacingMm: 4 });
  const { frame: outer, inner } = enclosingFrame(frame, fullFan);
  expect(outer.counts[0] * 4).toBeGreaterThanOrEqual(300);
  expect(outer.counts[2] * 4).toBeGreaterThan(160);
  const at = inner.map((before, axis) => outer.originMm[axis]! + before * 4);
  at.forEach((mm, axis) => expect(mm).toBeCloseTo(frame.originMm[axis]!, 9));
  const mu = Float32Array.from({ length: outer.counts.reduce((a, b) => a * b) }, (_, n) => n);
  const part = innerPart({ ...outer, mu }, inner, frame);
  const [, ny, nz] = outer.counts;
  const last = ((inner[0] + 19) * ny + inner[1] + 29) * nz + inner[2] + 9;
  expect(part.mu.at(-1)).toBe(last);
  expect(part.mu).toHaveLength(6000);
});

test('a grid that holds everything stays as it is', () => {
  const frame = reconstructionFrame(fullFan, { dims: [200, 200, 200], spacingMm: 2 });
  expect(enclosingFrame(frame, fullFan)).toEqual({ frame, inner: [0, 0, 0] });
});
