// @vitest-environment happy-dom
import { nextTick } from 'vue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import HeartTrend from './HeartTrend.vue';
import { breakBetween, dayOf, latestChange, trendPlot } from './heart-trend.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { aTrendPoint } from '../../testing/heart-records.ts';
import { mounted } from '../../testing/mounted.ts';
import { aStudy } from '../../testing/records.ts';
import { useLibrary } from '../../stores/library.ts';
import { useReading } from '../../stores/reading.ts';

const box = { width: 400, height: 150 };
const other = { weightsSha256: 'c'.repeat(64) };

describe('the trend', () => {
  const points = [
    aTrendPoint('20240101', 66, other),
    aTrendPoint('20250101', 62),
    aTrendPoint('20250701', 60),
    aTrendPoint('20260101', 53),
  ];

  it('breaks where the model or the way of measuring changes', () => {
    const [a, b] = points as [(typeof points)[0], (typeof points)[0]];
    expect(breakBetween(a, b)).toBe('model');
    expect(breakBetween(b, { ...b, measuresBy: 'edited' })).toBe('convention');
    const plot = trendPlot(points, 'lvEfPct', box)!;
    expect(plot.runs.map((run) => run.points.length)).toEqual([1, 3]);
    expect(plot.breaks.map(({ reason }) => reason)).toEqual(['model']);
    expect(plot.breaks[0]!.x).toBeGreaterThan(plot.runs[0]!.points[0]!.x);
    expect(plot.breaks[0]!.x).toBeLessThan(plot.runs[1]!.points[0]!.x);
  });

  it('lies in time, inside the plot, with a band from the first of a run', () => {
    const plot = trendPlot(points, 'lvEfPct', box)!;
    const drawn = plot.runs.flatMap((run) => run.points);
    expect(drawn[1]!.x - drawn[0]!.x).toBeGreaterThan(1.9 * (drawn[2]!.x - drawn[1]!.x));
    for (const { x, lowY, highY } of drawn) {
      expect(Math.min(x, highY, box.height - lowY)).toBeGreaterThan(0);
    }
    expect(plot.runs[0]!.band).toBeNull();
    const { band, points: run } = plot.runs[1]!;
    expect((band!.lowY + band!.highY) / 2).toBeCloseTo(run[0]!.y);
    expect(trendPlot(points, 'lvMassG', box)).toBeNull();
    expect([dayOf('20240102')! - dayOf('2024-01-01')!, dayOf('')]).toEqual([1, null]);
  });

  it('calls a change only beyond repeatability, and never across a break', () => {
    expect(latestChange(points, 'lvEfPct')).toMatchObject({ difference: -9, beyond: true });
    expect(latestChange(points.slice(0, 3), 'lvEfPct')).toMatchObject({ beyond: false });
    expect(latestChange(points.slice(0, 2), 'lvEfPct')).toBeNull();
    expect(latestChange(points, 'lvMassG')).toBeNull();
  });
});

describe('its panel', () => {
  afterEach(() => void vi.unstubAllGlobals());
  const open = async (points: unknown[]) => {
    fakeEngine({ 'GET /api/studies/1.2/heart/trend': { points }, 'PUT /api/settings': {} });
    const view = mounted(HeartTrend, { studyUid: '1.2' });
    for (let n = 0; n < 10; n++) await new Promise((resolve) => setTimeout(resolve));
    await nextTick();
    return view;
  };

  it('opens the study of a point and says where the line is broken', async () => {
    const { root, unmount } = await open([
      aTrendPoint('20240101', 66, other),
      aTrendPoint('20250101', 62),
      aTrendPoint('20260101', 53),
    ]);
    useLibrary().studies = [aStudy([], { uid: '1.20250101' })];
    expect(root.textContent).toContain('more than repeatability explains');
    expect(root.textContent).toContain('2025-01-01: measured by another version of the model');
    const point = [...root.querySelectorAll('button')].find((button) =>
      button.getAttribute('aria-label')?.startsWith('2025-01-01'),
    );
    point!.click();
    expect(useReading().openUid).toBe('1.20250101');
    unmount();
  });

  it('says that one study is no trend, and that none is none', async () => {
    const one = await open([aTrendPoint('20260101', 53)]);
    expect(one.root.textContent).toContain('a trend needs a second');
    one.unmount();
    const none = await open([]);
    expect(none.root.textContent).toContain('No study of this patient');
    none.unmount();
  });
});
