import { expect, it } from 'vitest';
import { aVolume } from '../../testing/records.ts';
import { place, restingShift } from '../placement.ts';
import { acquiredFrame } from '../planes.ts';
import { VolumeData } from '../volume-data.ts';
import { movingStep, PlaneSamples, type SampleRequest } from './plane-samples.ts';

const record = aVolume({
  dims: [8, 8, 4],
  spacingMm: [1, 1, 1],
  originMm: [0, 0, 0],
  rescaleIntercept: -1000,
});

function request(change: Partial<SampleRequest> = {}): SampleRequest {
  const frame = acquiredFrame(record, 'axial');
  return {
    placement: place(frame.geometry, 16, 16, restingShift),
    slice: 1,
    size: { width: 16, height: 16 },
    columns: 16,
    rows: 16,
    data: null,
    news: 0,
    toVolume: null,
    ...change,
  };
}

it('draws what has arrived, samples again on news only, and keeps its memory', () => {
  const data = new VolumeData(record);
  const samples = new PlaneSamples();
  const first = request({ data });
  expect(samples.update(first)).toBe(true);
  expect(samples.values.every(Number.isNaN)).toBe(true);
  const memory = samples.values;

  // Slices count head to feet: slice 1 of the picture is slice 2 of the volume.
  data.receive(new Int16Array(64).fill(1040).buffer, 2, 3);
  expect(samples.update({ ...first })).toBe(false);
  expect(samples.update({ ...first, news: 1 })).toBe(true);
  expect(samples.values[8 * 16 + 8]).toBe(40);
  expect(samples.values).toBe(memory);
  samples.update({ ...first, news: 1, slice: 0 });
  expect(samples.values[8 * 16 + 8]).toBeNaN();
  samples.update({ ...first, news: 1, columns: 8, rows: 8 });
  expect(samples.values).toBe(memory);
  expect(samples.values[4 * 8 + 4]).toBe(40);
});

it('draws every second pixel of a usual pane while something moves, fewer of a large one', () => {
  expect(movingStep(850, 750)).toBe(2);
  expect(movingStep(1600, 1000)).toBe(4);
});
