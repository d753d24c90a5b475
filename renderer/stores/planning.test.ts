// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeEngine, refusal } from '../testing/fake-engine.ts';
import { aPlanning, aStructure, aStructureSet } from '../testing/planning.ts';
import { structuresOff } from '../viewer/structures/structure-choice.ts';
import { usePlanning } from './planning.ts';
import { useSettings } from './settings.ts';
import { useStructureChoices } from './structure-choices.ts';

beforeEach(() => setActivePinia(createPinia()));
afterEach(() => vi.unstubAllGlobals());

it('reads a study once, and again when files came', async () => {
  let planning = aPlanning();
  const sent = fakeEngine({ 'GET /api/studies/1.2/planning': () => planning });
  const store = usePlanning();
  store.need('1.2');
  store.need('1.2');
  await vi.waitFor(() => expect(store.found.get('1.2')?.structureSets).toEqual([]));
  expect(sent).toHaveLength(1);
  planning = aPlanning({ structureSets: [aStructureSet([aStructure()])] });
  await store.refresh();
  expect(store.found.get('1.2')?.structureSets).toHaveLength(1);
});

it('keeps why a study could not be read until it can', async () => {
  let answer: unknown = refusal('x', 'The library is closed.', 'Open it.');
  fakeEngine({ 'GET /api/studies/1.2/planning': () => answer });
  const store = usePlanning();
  await store.load('1.2');
  expect(store.failures.get('1.2')).toMatchObject({ message: 'The library is closed.' });
  answer = aPlanning();
  await store.load('1.2');
  expect(store.failures.size).toBe(0);
});

it('remembers the structures of each volume, the last hundred', () => {
  fakeEngine({});
  vi.useFakeTimers();
  const choices = useStructureChoices();
  expect(choices.of('v1')).toEqual(structuresOff);
  choices.set('v1', { ...structuresOff, on: true, hidden: [3] });
  expect(choices.of('v1')).toMatchObject({ on: true, hidden: [3] });
  expect(choices.of('v2')).toEqual(structuresOff);
  for (let n = 0; n < 100; n++) choices.set(`w${n}`, { ...structuresOff, on: true });
  expect(choices.of('v1')).toEqual(structuresOff);
  expect(Object.keys(useSettings().get<object>('structures')!)).toHaveLength(100);
  vi.clearAllTimers();
  vi.useRealTimers();
});
