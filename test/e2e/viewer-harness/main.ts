import { createApp, h, ref, shallowRef, type Component } from 'vue';
import { i18n } from '../../../renderer/locale/i18n.ts';
import '../../../renderer/styles/tokens.css';
import CineView from '../../../renderer/views/CineView.vue';
import CompareView from '../../../renderer/views/CompareView.vue';
import VolumeView from '../../../renderer/views/VolumeView.vue';
import { acquired, cines, large, oneHuStep, pair } from './cases.ts';
import { MatchHarness, matchOutlines, matchPair } from './match.ts';
import type { Made } from './phantom.ts';

/**
 * The views on made-up volumes, without an engine: `?case=NAME`. `window.harness` gives the tests
 * a capture of the view and the way to take the view off the page.
 */
const made = new Map<string, Made>();
const asked = new URLSearchParams(location.search);
const name = asked.get('case') ?? 'acquired-axial';
/** With `?hold`, slabs after the first wait until `window.harness.release` is called. */
let release = () => {};
const held = asked.has('hold') ? new Promise<void>((resolve) => (release = resolve)) : null;
let requests = 0;

function keep(...volumes: Made[]): Made[] {
  for (const volume of volumes) made.set(volume.record.id, volume);
  return volumes;
}

function viewOf(): { component: Component; props: Record<string, unknown> } {
  if (name.startsWith('cine')) {
    const volumes = keep(
      ...cines(Number(asked.get('side') ?? 96)).slice(Number(asked.get('from') ?? 0)),
    );
    return { component: CineView, props: { volumes: volumes.map(({ record }) => record) } };
  }
  if (name === 'pair') {
    const { input, output, result } = pair();
    keep(input, output);
    return {
      component: CompareView,
      props: { input: input.record, output: output.record, reference: input.record, result },
    };
  }
  if (name === 'result') {
    const { output, result } = pair();
    keep(output);
    return { component: VolumeView, props: { volume: output.record, result } };
  }
  if (name === 'match') {
    const { fixed, moving } = matchPair(asked.has('large'));
    keep(fixed, moving);
    const props = { fixed: fixed.record, moving: moving.record, boxed: asked.has('box') };
    return { component: MatchHarness, props };
  }
  const volume =
    name === 'one-hu'
      ? oneHuStep()
      : name === 'large'
        ? large()
        : acquired(name.replace('acquired-', ''));
  keep(volume);
  return { component: VolumeView, props: { volume: volume.record } };
}

window.fetch = async (address) => {
  const url = new URL(address instanceof Request ? address.url : address, location.href);
  if (url.pathname.endsWith('/outlines')) {
    return matchOutlines(url, made.get('match-ct')!.record);
  }
  const volume = made.get(decodeURIComponent(url.pathname.split('/')[3] ?? ''));
  if (!volume) return new Response('', { status: 404 });
  if (requests++ > 0) await held;
  const { dims } = volume.record;
  const number = (key: string, other: number) => Number(url.searchParams.get(key) ?? other);
  const perSlice = dims[0] * dims[1];
  const start = number('phase', 0) * dims[2];
  const whole = !url.searchParams.has('phase');
  const part = volume.samples.slice(
    (start + number('k0', 0)) * perSlice,
    whole ? undefined : (start + number('k1', dims[2])) * perSlice,
  );
  return new Response(part.buffer, { headers: { 'content-type': 'application/octet-stream' } });
};

const { component, props } = viewOf();
const view = shallowRef<{ captureView: () => Promise<Blob> } | null>(null);
const shown = ref(true);
createApp({
  render: () => (shown.value ? h(component, { ...props, ref: view }) : null),
})
  .use(i18n)
  .mount('#app');

declare global {
  interface Window {
    harness: { capture: () => Promise<string>; remove: () => void; release: () => void };
  }
}
window.harness = {
  capture: async () => {
    const blob = await view.value!.captureView();
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  },
  remove: () => (shown.value = false),
  release: () => release(),
};
