import { describe, expect, it } from 'vitest';
import { classContours } from '../../studies/cardiac/contours/iso-contours.ts';
import { heartShift } from './labels-shift.ts';
import { LabelHistory } from './labels-history.ts';
import type { LabelPicture } from './labels-picture.ts';
import { brushStroke, contourStroke, outlineNear } from './labels-tools.ts';
import { LabelMaps } from './labels.ts';
import { canvasToPatient, place } from './placement.ts';

const grid = { columns: 40, rows: 40, slices: 2, phases: 3 };
const size = 40 * 40;
const count = (labels: Uint8Array, value: number) => labels.filter((l) => l === value).length;

/** A disc of cavity in a ring of muscle. */
function ring(): Uint8Array {
  return Uint8Array.from({ length: size }, (_, n) => {
    const r = Math.hypot((n % 40) - 20, Math.floor(n / 40) - 20);
    return r < 7 ? 1 : r < 11 ? 2 : 0;
  });
}

describe('LabelMaps', () => {
  it('keeps the model beside what was drawn', () => {
    const maps = new LabelMaps(grid, new Uint8Array(size * 6).fill(1));
    const drawn = ring();
    maps.put(1, 2, drawn);
    expect(maps.read(1, 2)).toBe(drawn);
    expect(maps.model(1, 2)[0]).toBe(1);
    expect(maps.editedPhases(1)).toEqual([2]);
    expect(maps.editedPhases(0)).toEqual([]);
    expect(maps.classAt(1, 2, 20.2, 19.8)).toBe('lvCavity');
    expect(maps.classAt(1, 2, 0, 0)).toBeNull();
    expect(maps.classAt(1, 2, -3, 0)).toBeNull();
    const before = maps.revision;
    maps.put(1, 2, null);
    expect(maps.revision).toBe(before + 1);
    expect(maps.read(1, 2)[0]).toBe(1);
  });

  it('refuses labels of another size', () => {
    expect(() => new LabelMaps(grid, new Uint8Array(7))).toThrow(RangeError);
  });
});

describe('tools', () => {
  it('paint and erase along the way, never in what was shown before', () => {
    const labels = ring();
    const stroke = brushStroke(labels, grid, 3, 3, [5, 5]);
    const first = stroke.to([5, 5]);
    const second = stroke.to([12, 5]);
    expect(count(labels, 3)).toBe(0);
    expect(count(second, 3)).toBeGreaterThan(count(first, 3));
    const erased = brushStroke(labels, grid, 4, 0, [20, 20]).to([20, 20]);
    expect(count(erased, 1)).toBeLessThan(count(labels, 1));
  });

  it('grab the outline within reach and pull it', () => {
    const labels = ring();
    const polygons = classContours(labels, [40, 40], [1]);
    const picture = { outlines: [{ outline: 'lvCavity', polygons }] } as unknown as LabelPicture;
    expect(outlineNear(picture, [20, 20], 2)).toBeNull();
    const grabbed = outlineNear(picture, [27, 20], 2);
    expect(grabbed?.outline).toBe('lvCavity');
    const pulled = contourStroke(labels, grid, grabbed!, [27, 20], 6).to([24, 20]);
    expect(count(pulled, 1)).toBeLessThan(count(labels, 1));
    expect(count(labels, 1)).toBe(count(ring(), 1));
  });
});

describe('LabelHistory', () => {
  const change = (slice: number) => ({
    volumeId: 'v',
    slice,
    phase: 0,
    before: null,
    after: new Uint8Array(1),
  });

  it('goes back and forth, and a new change forgets what was undone', () => {
    const history = new LabelHistory();
    history.push(change(1));
    history.push(change(2));
    expect(history.undo()?.slice).toBe(2);
    expect(history.redo()?.slice).toBe(2);
    history.undo();
    history.push(change(3));
    expect(history.canRedo).toBe(false);
    expect([history.undo()?.slice, history.undo()?.slice, history.undo()]).toEqual([3, 1, null]);
  });
});

describe('heartShift', () => {
  const geometry = {
    dims: [100, 80, 1],
    spacingMm: [2, 1.5, 8],
    originMm: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  } as const;

  it('puts the middle of the heart into the middle of the picture', () => {
    const shift = heartShift(geometry, [60, 30, 3]);
    const [x, y] = canvasToPatient(place(geometry, 400, 300, shift), 0, 200, 150);
    expect([x, y].map((mm) => Math.round(mm))).toEqual([60, 30]);
  });

  it('leaves the picture as it is where the heart is not in it', () => {
    expect(heartShift(geometry, [-50, 30, 0]).zoom).toBe(1);
    expect(heartShift(geometry, null).zoom).toBe(1);
  });
});
