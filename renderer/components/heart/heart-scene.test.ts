// @vitest-environment happy-dom
import { nextTick } from 'vue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import HeartScene from './HeartScene.vue';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { aHeart } from '../../testing/heart-records.ts';
import { mounted } from '../../testing/mounted.ts';

vi.mock('../../viewer/heart-scene/vtk-scene.ts', () => ({
  VtkHeartScene: class {
    constructor() {
      const error = new Error('no WebGL 2');
      error.name = 'NoWebGlError';
      throw error;
    }
  },
}));

beforeEach(
  () =>
    void vi.stubGlobal(
      'ResizeObserver',
      class {
        observe() {}
        disconnect() {}
        unobserve() {}
      },
    ),
);
afterEach(() => void vi.unstubAllGlobals());

async function settled(): Promise<void> {
  for (let n = 0; n < 20; n++) await new Promise((resolve) => setTimeout(resolve));
  await nextTick();
}

it('says why there is no scene, and offers only planes that were not acquired, none drawn unasked', async () => {
  const sent = fakeEngine({
    'POST /api/hearts/h1/synthesise': () => new Response(new Uint8Array(24 * 96 * 96)),
  });
  const loadLabels = () => Promise.resolve(new Uint8Array(5 * 48 * 48));
  const { root, unmount } = mounted(HeartScene, { result: aHeart(), loadLabels, phase: 0 });
  await settled();
  expect(root.querySelector('[role="alert"]')!.textContent).toContain('gives no WebGL 2');
  expect(root.textContent).toContain('the contours do not reach over enough slices');
  const select = root.querySelector<HTMLSelectElement>('[data-part="synthetic"]')!;
  expect([...select.options].map(({ text }) => text)).toEqual([
    'None',
    '3-chamber',
    'Short axis 6 (apex)',
  ]);
  expect(sent).toEqual([]);
  select.selectedIndex = 1;
  select.dispatchEvent(new Event('change'));
  await settled();
  expect(sent.map(({ body }) => body)).toEqual([{ slot: 1 }]);
  expect(root.textContent).toContain('drawn by the model, never acquired');
  unmount();
});

it('shows why the surfaces could not be built and tries again', async () => {
  let tries = 0;
  const loadLabels = () => {
    tries++;
    return Promise.reject(new Error('gone'));
  };
  const { root, unmount } = mounted(HeartScene, { result: aHeart(), loadLabels, phase: 0 });
  await settled();
  const before = tries;
  expect(root.textContent).toContain('The surfaces could not be built.');
  root.querySelector<HTMLElement>('.note.danger button')!.click();
  await settled();
  expect(tries).toBeGreaterThan(before);
  unmount();
});
