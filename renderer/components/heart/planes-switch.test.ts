// @vitest-environment happy-dom
import { nextTick } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import PlanesSwitch from './PlanesSwitch.vue';
import { filledSlots, mostHelpful, movedMeasures, presetKeeps } from './planes-switch.ts';
import { fakeEngine, refusal, type Sent } from '../../testing/fake-engine.ts';
import { aHeart, aMeasure } from '../../testing/heart-records.ts';
import { mounted } from '../../testing/mounted.ts';

describe('planes that may be turned off', () => {
  const filled = filledSlots(aHeart());

  it('are those the model has seen', () => {
    expect(filled).toEqual([0, 2, 3, 4, 5, 6, 7]);
  });

  it('come in presets, where the study has what they are about', () => {
    expect(presetKeeps('long', filled)).toEqual([0, 2]);
    expect(presetKeeps('short', filled)).toEqual([3, 4, 5, 6, 7]);
    expect(presetKeeps('two', filled)).toEqual([2, 5]);
    expect(presetKeeps('long', [3, 4])).toBeNull();
    expect(presetKeeps('two', [0, 3])).toBeNull();
  });

  it('are brought back first where their absence alone widens the interval most', () => {
    expect(mostHelpful(aHeart(), [0, 2])).toBe(2);
    expect(mostHelpful(aHeart(), [0])).toBe(0);
    // Narrower without it, and one that was not left out alone.
    expect(mostHelpful(aHeart(), [3, 4])).toBeNull();
  });

  it('move the figures on an axis that holds both intervals', () => {
    const [ef] = movedMeasures(aHeart().head, { lvEfPct: aMeasure(50, 8) });
    expect(ef!.wider).toBe(2);
    for (const value of [42, 64]) {
      expect(ef!.shareOf(value)).toBeGreaterThanOrEqual(0);
      expect(ef!.shareOf(value)).toBeLessThanOrEqual(1);
    }
    expect(movedMeasures(aHeart().head, null).map(({ now }) => now)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('the switch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const route = 'POST /api/hearts/h1/without';
  const answerTo = ({ body }: Sent) => {
    const { slotsOff } = body as { slotsOff: number[] };
    const measures = { lvEfPct: aMeasure(60 - slotsOff.length, 4 + slotsOff.length) };
    return { slotsOff, measures, lvCurveMl: [], cosine: 0.9 };
  };
  const settle = async (ms = 400) => {
    await nextTick();
    await vi.advanceTimersByTimeAsync(ms);
    await nextTick();
  };

  it('asks once when the hand rests, and says how the figures moved', async () => {
    const sent = fakeEngine({ [route]: answerTo });
    const { root, unmount } = mounted(PlanesSwitch, { result: aHeart() });
    for (const slot of [0, 2]) {
      root.querySelector<HTMLElement>(`[data-slot="${slot}"] input`)!.click();
      await nextTick();
    }
    expect(root.textContent).toContain('Asking the model');
    await settle();
    expect(sent.map(({ body }) => body)).toEqual([{ slotsOff: [0, 2] }]);
    expect(root.querySelector('[data-measure="lvEfPct"]')!.textContent).toContain('58.0 %');
    expect(root.querySelector('[data-part="moved"]')!.textContent).toContain(
      '−2.0, interval 1.5× as wide',
    );
    expect(root.textContent).toContain('(cosine): 0.900');
    expect(root.querySelector('[data-part="helpful"]')!.textContent).toContain('4-chamber');
    unmount();
  });

  it('lets the latest question win', async () => {
    let answerFirst: (answer: unknown) => void = () => undefined;
    const first = new Promise((resolve) => (answerFirst = resolve));
    const answers = [() => first, answerTo];
    fakeEngine({ [route]: (request: Sent) => answers.shift()!(request) });
    const { root, unmount } = mounted(PlanesSwitch, { result: aHeart() });
    root.querySelector<HTMLElement>('[data-slot="0"] input')!.click();
    await settle();
    root.querySelector<HTMLElement>('[data-preset="long"]')!.click();
    await settle();
    answerFirst({
      slotsOff: [0],
      measures: { lvEfPct: aMeasure(1, 1) },
      lvCurveMl: [],
      cosine: 0,
    });
    await settle();
    expect(root.querySelector('[data-measure="lvEfPct"]')!.textContent).toContain('55.0 %');
    root.querySelector<HTMLElement>('[data-preset="all"]')!.click();
    await settle();
    expect(root.textContent).toContain('All acquired planes are on');
    unmount();
  });

  it('shows why there is no answer and asks again', async () => {
    let answers = 0;
    fakeEngine({
      [route]: (request: Sent) =>
        answers++ === 0 ? refusal('x', 'The model ended.', 'Try again.', 500) : answerTo(request),
    });
    const { root, unmount } = mounted(PlanesSwitch, { result: aHeart() });
    root.querySelector<HTMLElement>('[data-slot="0"] input')!.click();
    await settle();
    expect(root.querySelector('[role="alert"]')!.textContent).toContain(
      'The model ended. Try again.',
    );
    root.querySelector<HTMLElement>('[role="alert"] button')!.click();
    await settle();
    expect(root.querySelector('[role="alert"]')).toBeNull();
    expect(root.textContent).toContain('59.0 %');
    unmount();
  });

  it('never takes the last plane away, nor offers one that is not there', async () => {
    fakeEngine({ [route]: answerTo });
    const planes = aHeart().planes.filter(({ slot }) => slot === 2);
    const { root, unmount } = mounted(PlanesSwitch, { result: aHeart({ planes }) });
    const boxes = [...root.querySelectorAll<HTMLInputElement>('[data-slot] input')];
    expect(boxes).toHaveLength(9);
    expect(boxes.every(({ disabled }) => disabled)).toBe(true);
    unmount();
  });
});
