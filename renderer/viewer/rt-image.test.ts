import { describe, expect, it } from 'vitest';
import { anRtImage } from '../testing/planning.ts';
import { aVolume } from '../testing/records.ts';
import { place, restingShift } from './placement.ts';
import { axisLines, rtImagePlace } from './rt-image.ts';

const volume = aVolume({ kind: 'picture', dims: [200, 100, 1], spacingMm: [1, 1.5, 1] });
const { record } = anRtImage();

describe('where an RT image lies', () => {
  it('is told in millimetres at the isocentre where source distances are known', () => {
    const at = rtImagePlace(volume, record);
    expect(at.scaledAt).toBe('isocentre');
    expect(at.frame.geometry.spacingMm).toEqual([0.4, 0.6, 1]);
    expect(at.axisMm?.[0]).toBeCloseTo(39.8, 9);
    expect(at.axisMm?.[1]).toBeCloseTo(24, 9);
  });

  it('falls back to the panel, and to pixels of their true shape', () => {
    const panel = rtImagePlace(volume, { ...record, isocentreSpacingMm: null });
    expect(panel.scaledAt).toBe('panel');
    expect(panel.frame.geometry.spacingMm).toEqual([0.6, 0.9, 1]);
    const bare = rtImagePlace(volume, null);
    expect(bare).toMatchObject({ scaledAt: null, axisMm: null });
    expect(bare.frame.geometry.spacingMm).toEqual([1, 1.5, 1]);
  });
});

describe('the axis cross', () => {
  const at = rtImagePlace(volume, record);
  // 80 mm x 60 mm of picture on 800 x 600 pixels: 9.8 pixels a millimetre.
  const placement = place(at.frame.geometry, 800, 600, restingShift);
  const lines = axisLines(placement, at);
  const ticks = lines.slice(4);

  it('meets the picture where the beam does, with ticks every 10 mm within it', () => {
    const [x, y] = [lines[2]![0], lines[0]![1]];
    expect(x).toBeCloseTo(400, 6);
    expect(y).toBeCloseTo(300 - 5.7 * 9.8, 6);
    const across = ticks.filter(([x0, , x1]) => x0 === x1);
    const offsMm = across.map(([x0]) => Math.round((x0 - x) / 9.8)).sort((a, b) => a - b);
    expect(offsMm).toEqual([-40, -30, -20, -10, 10, 20, 30, 40]);
    // The picture reaches from 24.3 mm above to 35.7 mm below the axis.
    expect(ticks.filter(([, y0, , y1]) => y0 === y1)).toHaveLength(5);
  });

  it('has no ticks where lengths are not known, and no lines where the axis is not', () => {
    expect(axisLines(placement, { ...at, scaledAt: null })).toHaveLength(4);
    expect(axisLines(placement, { ...at, axisMm: null })).toEqual([]);
  });

  it('keeps to the picture when the axis lies off it', () => {
    const off = axisLines(placement, { ...at, scaledAt: null, axisMm: [-30, 24] });
    const [left] = placement.originPx;
    expect(off.filter(([, y0, , y1]) => y0 === y1).every(([x0]) => x0 >= left - 3)).toBe(true);
  });
});
