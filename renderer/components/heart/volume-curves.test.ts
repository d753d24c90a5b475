// @vitest-environment happy-dom
import { nextTick } from 'vue';
import { describe, expect, it, vi } from 'vitest';
import VolumeCurves from './VolumeCurves.vue';
import { curveMargins, curvePlot, curvesOf, niceTicks, phaseUnder } from './volume-curves.ts';
import { aHeart, aMeasure } from '../../testing/heart-records.ts';
import { mounted } from '../../testing/mounted.ts';

const box = { width: 400, height: 200 };

describe('the curves', () => {
  it('are those of the masks, with the head and the edited beside them where there are such', () => {
    const names = (heart: ReturnType<typeof aHeart>) =>
      curvesOf(heart, 'in-volume').map(({ source, chamber }) => `${source} ${chamber}`);
    expect(names(aHeart())).toEqual(['masks rv', 'masks lv']);
    const edited = { ...aHeart().masks, rvCurveMl: null };
    expect(names(aHeart({ headCurveMl: [99, 40], edited }))).toEqual([
      'head lv',
      'masks rv',
      'masks lv',
      'edited lv',
    ]);
  });

  it('take the papillary muscles out of the left ventricle only where they count as mass', () => {
    const head = { ...aHeart().head, papillaryMl: aMeasure(6, 1) };
    const [ofHead, rv, lv] = curvesOf(aHeart({ head, headCurveMl: [99, 40] }), 'in-mass');
    expect(ofHead!.valuesMl).toEqual([93, 34]);
    expect(rv!.valuesMl).toEqual([120, 90, 55, 100]);
    expect(lv!.valuesMl).toEqual([95, 65, 35, 75]);
  });

  it('stay inside the plot, from zero, with round numbers', () => {
    const plot = curvePlot(curvesOf(aHeart(), 'in-volume'), 4, box);
    expect(plot.volumeTicksMl[0]).toBe(0);
    expect(plot.yOf(0)).toBeCloseTo(box.height - curveMargins.foot);
    expect(plot.yOf(120)).toBeGreaterThanOrEqual(curveMargins.top);
    expect(niceTicks(0, 124, 4)).toEqual([0, 50, 100, 150]);
    expect(niceTicks(41.4, 64, 4)).toEqual([40, 50, 60, 70]);
    expect(niceTicks(5, 5, 3)).toHaveLength(2);
  });

  it('find the nearest phase under the pointer', () => {
    const plot = curvePlot([], 25, box);
    for (const phase of [0, 7, 24]) {
      expect(phaseUnder(plot.xOf(phase / 25) + 2, 25, box)).toBe(phase);
    }
    expect(phaseUnder(0, 25, box)).toBe(0);
    expect(phaseUnder(1000, 25, box)).toBe(24);
  });
});

describe('the plot', () => {
  const open = (given: object = {}) => {
    const onPhase = vi.fn();
    const view = mounted(VolumeCurves, {
      result: aHeart(),
      phase: 2,
      convention: 'in-volume',
      onPhase,
      ...given,
    });
    return { ...view, onPhase, slider: view.root.querySelector('[role="slider"]')! };
  };

  it('reads out the phase in words', async () => {
    const { slider, props, root } = open();
    expect(slider.getAttribute('aria-valuetext')).toBe(
      'Phase 3 / 4  ·  400 ms  ·  LV 40 mL  ·  RV 55 mL',
    );
    (props as { phase: number }).phase = 0;
    await nextTick();
    expect(root.textContent).toContain('LV 100 mL');
    expect(root.querySelectorAll('[data-mark]')).toHaveLength(2);
  });

  it('goes through the beat by keys, around its ends', () => {
    const { slider, onPhase } = open({ phase: 3 });
    const press = (key: string) =>
      slider.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    for (const key of ['ArrowRight', 'ArrowLeft', 'Home', 'End', 'x']) press(key);
    expect(onPhase.mock.calls.flat()).toEqual([0, 2, 0, 3]);
  });

  it('says so where the time of a beat is not known', () => {
    const { slider, root } = open({ result: aHeart({ rrIntervalMs: null }) });
    expect(slider.getAttribute('aria-valuetext')).not.toContain('ms');
    expect(root.textContent).toContain('Beat');
  });
});
