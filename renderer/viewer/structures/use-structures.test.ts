// @vitest-environment happy-dom
import { computed, effectScope, nextTick, ref, shallowRef, type EffectScope } from 'vue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeEngine, type Sent } from '../../testing/fake-engine.ts';
import { aVolume } from '../../testing/records.ts';
import { acquiredFrame, straightFrame } from '../planes.ts';
import { structuresOff } from './structure-choice.ts';
import { useStructures } from './use-structures.ts';

const volume = aVolume({ dims: [16, 12, 10] });
const drawn = true;
const set = {
  id: 'rs1',
  label: 'CT_1',
  date: '',
  warnings: [],
  structures: [
    { number: 1, name: 'Heart', colour: [255, 0, 0] as const, drawn },
    { number: 2, name: 'Lung', colour: [0, 255, 0] as const, drawn },
  ],
};
const square = [{ closed: true, points: [[0, 0, 0]] }];

let scope: EffectScope;
let sent: Sent[];
const choice = shallowRef(structuresOff);
const straight = ref(false);
const offers = shallowRef([set]);
const make = () =>
  useStructures(
    () => offers.value,
    () => volume,
    {
      frames: computed(() => {
        const frame = straight.value ? straightFrame : acquiredFrame;
        return {
          axial: frame(volume, 'axial'),
          coronal: frame(volume, 'coronal'),
          sagittal: frame(volume, 'sagittal'),
        };
      }),
      sliceIn: () => 3,
    },
    choice,
  );
let view: ReturnType<typeof make>;

beforeEach(() => {
  sent = fakeEngine({
    'GET /api/structures/rs1/outlines': ({ url }: Sent) => ({
      plane: { pointMm: [0, 0, 0], normal: [0, 0, 1] },
      structures: [1, ...(url.includes('axial') ? [2] : [])].map((number) => ({
        number,
        outlines: square,
      })),
    }),
  });
  choice.value = structuresOff;
  straight.value = false;
  offers.value = [set];
  scope = effectScope();
  view = scope.run(make)!;
});
afterEach(() => {
  scope.stop();
  vi.unstubAllGlobals();
});

it('draws nothing until it is switched on, then the outlines of all three planes', async () => {
  expect(view.on.value).toBe(false);
  await new Promise((done) => setTimeout(done, 80));
  expect(sent).toEqual([]);
  view.toggle();
  await vi.waitFor(() => expect(view.namesIn('axial')).toEqual(['Heart', 'Lung']));
  await vi.waitFor(() => expect(view.namesIn('coronal')).toEqual(['Heart']));
  expect(view.drawing('sagittal')).not.toBeNull();
  expect(sent.map(({ url }) => new URL(url, 'http://x').searchParams.get('plane')).sort()).toEqual([
    'axial',
    'coronal',
    'sagittal',
  ]);
});

it('hides one, all, and shows them again without asking anew', async () => {
  view.toggle();
  await vi.waitFor(() => expect(view.namesIn('axial')).toHaveLength(2));
  view.toggleOne(1);
  expect(view.namesIn('axial')).toEqual(['Lung']);
  expect(choice.value.hidden).toEqual([1]);
  view.none();
  expect(view.namesIn('axial')).toEqual([]);
  expect(view.drawing('axial')).toBeNull();
  view.all();
  expect(view.namesIn('axial')).toEqual(['Heart', 'Lung']);
  await vi.waitFor(() => expect(sent).toHaveLength(3));
});

it('takes the newest set until one is chosen, and forgets the numbers of another', async () => {
  offers.value = [{ ...set, id: 'newer' }, set];
  expect(view.set.value?.id).toBe('newer');
  view.toggleOne(1);
  view.choose('rs1');
  expect(view.set.value?.id).toBe('rs1');
  expect(choice.value.hidden).toEqual([]);
});

it('says that it cannot draw in planes across the scan, and does nothing without sets', async () => {
  view.toggle();
  straight.value = true;
  await nextTick();
  expect(view.across.value).toBe(true);
  expect(view.drawing('axial')).toBeNull();
  choice.value = structuresOff;
  offers.value = [];
  view.toggle();
  expect(choice.value.on).toBe(false);
});
