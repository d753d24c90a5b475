// @vitest-environment happy-dom
import { nextTick } from 'vue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import MatchPanes from './MatchPanes.vue';
import { fakeEngine, type Sent } from '../../testing/fake-engine.ts';
import { mounted, type Mounted } from '../../testing/mounted.ts';
import { aVolume } from '../../testing/records.ts';

const asItIs = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const grid = { dims: [16, 12, 10] as [number, number, number], originMm: [0, 0, 0] as const };
const fixed = aVolume({ ...grid, id: 'ct', originMm: [0, 0, 0], spacingMm: [2, 2, 3] });
const moving = aVolume({ ...grid, id: 'cbct', originMm: [0, 0, 0], spacingMm: [2, 2, 3] });

let sent: Sent[] = [];
let view: Mounted<Record<string, unknown>>;
let given: number[][] = [];
let settled: number[][] = [];

beforeEach(() => {
  const samples = () => new Response(new Int16Array(16 * 12 * 10).buffer);
  sent = fakeEngine({
    'GET /api/volumes/ct/voxels': samples,
    'GET /api/volumes/cbct/voxels': samples,
    'GET /api/structures/set/outlines': { plane: {}, structures: [] },
  });
  // A pane is 160 x 120, and its bitmap need not be drawn.
  class Observer {
    readonly told: ResizeObserverCallback;
    constructor(told: ResizeObserverCallback) {
      this.told = told;
    }
    observe() {
      const entry = { contentRect: { width: 160, height: 120 } };
      this.told([entry as ResizeObserverEntry], this);
    }
    disconnect() {}
    unobserve() {}
  }
  class Bitmap {
    readonly data: Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
    constructor(width: number, height: number) {
      this.data = new Uint8ClampedArray(width * height * 4);
      [this.width, this.height] = [width, height];
    }
  }
  vi.stubGlobal('ResizeObserver', Observer);
  vi.stubGlobal('ImageData', Bitmap);
  given = [];
  settled = [];
  view = mounted(MatchPanes, {
    fixed,
    moving,
    matrix: asItIs,
    isocentreMm: [16, 12, 15],
    structureSetId: 'set',
    structures: [{ number: 3, name: 'PTV', colour: [255, 0, 0] }],
    adjusting: true,
    'onUpdate:matrix': (matrix: number[]) => {
      given.push(matrix);
      view.props['matrix'] = matrix;
    },
    onSettled: (matrix: number[]) => settled.push(matrix),
  });
});
afterEach(() => {
  view.unmount();
  vi.unstubAllGlobals();
});

const press = async (key: string, more: KeyboardEventInit = {}) => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }));
  await nextTick();
};
const shiftOf = (matrix: readonly number[] | undefined) =>
  [3, 7, 11].map((n) => Math.round((matrix?.[n] ?? NaN) * 1e6) / 1e6);

it('moves the scan by keys in the plane that was touched last, undoes and redoes', async () => {
  await press('ArrowRight');
  expect(shiftOf(given.at(-1))).toEqual([1, 0, 0]);
  await press('ArrowUp', { shiftKey: true });
  expect(shiftOf(settled.at(-1))).toEqual([1, -0.1, 0]);
  view.root.querySelector('[data-pane="coronal"]')!.dispatchEvent(new FocusEvent('focus'));
  await press('ArrowUp');
  expect(shiftOf(settled.at(-1))).toEqual([1, -0.1, 1]);
  expect(view.root.textContent).toContain(
    "1.0 mm to the patient's left, 0.1 mm forwards (anterior), 1.0 mm towards the head",
  );
  await press('z', { ctrlKey: true });
  expect(shiftOf(settled.at(-1))).toEqual([1, -0.1, 0]);
  await press('z', { ctrlKey: true, shiftKey: true });
  expect(shiftOf(settled.at(-1))).toEqual([1, -0.1, 1]);
  await press(']');
  // Half a degree about the coronal picture's normal: the isocentre stays where it is.
  expect(given.at(-1)?.[0]).toBeCloseTo(Math.cos(Math.PI / 360), 9);
});

it('shifts by a drag inside the ring, turns by a drag of the ring or with Alt', async () => {
  const pane = view.root.querySelector<HTMLElement>('[data-pane="axial"]')!;
  pane.setPointerCapture = () => undefined;
  const pointer = (type: string, clientX: number, clientY: number, altKey = false) =>
    pane.dispatchEvent(
      new PointerEvent(type, { clientX, clientY, altKey, button: 0, pointerId: 1 }),
    );
  // The picture is 32 x 24 mm on 160 x 120 pixels, 98 % of them used.
  pointer('pointerdown', 80, 60);
  pointer('pointermove', 84.9, 60);
  pointer('pointermove', 89.8, 50.2);
  expect(settled).toHaveLength(0);
  expect(given).toHaveLength(2);
  pointer('pointerup', 89.8, 50.2);
  expect(shiftOf(settled.at(-1))).toEqual([2, -2, 0]);
  await nextTick();

  pointer('pointerdown', 80 + 30, 60, true);
  pointer('pointermove', 80 + 30, 75, true);
  pointer('pointerup', 80 + 30, 75, true);
  const [cosine, minusSine] = settled.at(-1)!;
  // Clockwise on the screen: from the patient's left to the back.
  expect(Math.atan2(-minusSine!, cosine!)).toBeGreaterThan(0.3);
  expect(settled).toHaveLength(2);
});

it('asks for the outlines of each shown slice of the planning CT and names the structures', async () => {
  await vi.waitFor(() =>
    expect(sent.filter(({ url }) => url.includes('/outlines'))).toHaveLength(3),
  );
  const asked = sent.flatMap(({ url }) => (url.includes('/outlines') ? [url.split('?')[1]] : []));
  expect(asked.toSorted()).toEqual([
    'volume=ct&plane=axial&index=5',
    'volume=ct&plane=coronal&index=6',
    'volume=ct&plane=sagittal&index=8',
  ]);
  expect(view.root.querySelector('.swatches')?.textContent).toContain('PTV');
});

it('shows the place before matching while X is held, and then no hand may move the scan', async () => {
  view.props['beforeMatrix'] = asItIs;
  await nextTick();
  await press('x');
  expect(view.root.textContent).toContain('Scan before matching');
  await press('ArrowRight');
  expect(given).toHaveLength(0);
  window.dispatchEvent(new KeyboardEvent('keyup', { key: 'x' }));
  await nextTick();
  expect(view.root.textContent).not.toContain('Scan before matching');
});

it('says that a mirror is no match instead of showing it', async () => {
  view.props['matrix'] = [-1, ...asItIs.slice(1)];
  await nextTick();
  expect(view.root.querySelector('[role="alert"]')?.textContent).toContain('no rigid movement');
  await press('ArrowRight');
  expect(given).toHaveLength(0);
});

it('draws a region with nine handles and lets each pull its sides', async () => {
  const boxes: unknown[] = [];
  view.props['onUpdate:box'] = (box: unknown) => boxes.push(box);
  view.props['box'] = { minMm: [4, 4, 6], maxMm: [24, 18, 24] };
  await nextTick();
  const axial = view.root.querySelector('[data-pane="axial"]')!;
  const handles = [...axial.querySelectorAll<HTMLElement>('[data-handle]')];
  expect(handles).toHaveLength(9);
  const right = handles[5]!;
  right.setPointerCapture = () => undefined;
  right.dispatchEvent(new PointerEvent('pointerdown', { clientX: 100, clientY: 50, button: 0 }));
  right.dispatchEvent(new PointerEvent('pointermove', { clientX: 109.8, clientY: 80 }));
  expect(boxes).toEqual([{ minMm: [4, 4, 6], maxMm: [expect.closeTo(26, 6), 18, 24] }]);
  expect(given).toHaveLength(0);
});
