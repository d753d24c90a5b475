import { describe, expect, it } from 'vitest';
import { perViewPlot, plotMargins, viewAt } from './per-view-plot.ts';

const box = { width: 438 + plotMargins.right - 38, height: 134 };
const angles = [0, 90, 180, 270];

describe('the per-view plot', () => {
  it('draws heights in proportion from zero', () => {
    const { bars } = perViewPlot([1, 2, 0, 4], angles, box);
    const heights = bars.map((bar) => bar.height);
    expect(heights[1]! / heights[0]!).toBeCloseTo(2, 9);
    expect(heights[3]! / heights[0]!).toBeCloseTo(4, 9);
    expect(heights[2]).toBe(0);
    for (const bar of bars) expect(bar.y + bar.height).toBeCloseTo(box.height - plotMargins.foot);
  });

  it('keeps every bar inside the plot, and reads with round numbers', () => {
    for (const most of [0.037, 1, 2.3, 7.9, 61]) {
      const { bars, percentTicks } = perViewPlot([most, most / 2], [0, 180], box);
      expect(bars[0]!.y).toBeGreaterThanOrEqual(plotMargins.top - 1e-9);
      expect(percentTicks.at(-1)!.value).toBeGreaterThanOrEqual(most);
      expect(percentTicks.length).toBeGreaterThanOrEqual(2);
      expect(percentTicks.length).toBeLessThanOrEqual(5);
    }
  });

  it('does not fail on a scan without disagreement', () => {
    expect(perViewPlot([0, 0], [0, 180], box).bars.map((bar) => bar.height)).toEqual([0, 0]);
  });

  it('finds the view under the pointer', () => {
    const { bars } = perViewPlot([1, 2, 3, 4], angles, box);
    for (const { view, x, width } of bars) expect(viewAt(x + width / 2, 4, box)).toBe(view);
    expect(viewAt(plotMargins.left - 1, 4, box)).toBeNull();
    expect(viewAt(box.width - 1, 4, box)).toBeNull();
  });

  it('names few angles, the first among them', () => {
    const many = Array.from({ length: 360 }, (_, n) => n);
    const { angleTicks } = perViewPlot(many, many, box);
    expect(angleTicks[0]!.value).toBe(0);
    expect(angleTicks.length).toBeLessThanOrEqual(9);
  });
});
