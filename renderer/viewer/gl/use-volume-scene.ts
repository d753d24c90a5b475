import { onBeforeUnmount, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { VolumeData } from '../volume-data.ts';
import { openingWindow } from '../window-level.ts';
import { softwareGl } from './fitness.ts';
import { onContextLost } from './context-loss.ts';
import { frontGaze, type Gaze } from './gaze.ts';
import { shrink, type SmallVolume } from './shrink.ts';
import type { VolumeStyle } from './transfer.ts';
import type { VolumeScene } from './volume-scene.ts';

export type SceneState = 'waiting' | 'building' | 'ready' | 'failed';

/** Longest side of the volume on the card, in voxels. */
const longestSide = { software: 112, card: 320 };
/** A card drawn by the processor gets pictures this large at most: while moving, and at rest. */
const softwareSidePx = { moving: 150, still: 320 };
const restMs = 220;

/**
 * The 3D picture of a volume, built when `wanted` and the volume is complete, drawn onto `canvas`.
 * Coarse while it moves where there is no card; built anew from what is kept here when the context
 * is lost: gaze and style stay.
 */
export function useVolumeScene(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  data: () => VolumeData | null,
  complete: () => boolean,
  wanted: () => boolean,
): {
  state: Ref<SceneState>;
  failure: ShallowRef<unknown>;
  software: Ref<boolean>;
  rebuilt: Ref<number>;
  gaze: ShallowRef<Gaze>;
  style: Ref<VolumeStyle>;
  resize: (width: number, height: number) => void;
  drawn: Ref<number>;
  finish: (
    paint: (context: CanvasRenderingContext2D, width: number, height: number) => void,
  ) => void;
} {
  const state = ref<SceneState>('waiting');
  const failure = shallowRef<unknown>(null);
  const software = ref(false);
  const rebuilt = ref(0);
  const drawn = ref(0);
  const gaze = shallowRef<Gaze>(frontGaze);
  const style = ref<VolumeStyle>('mip');
  let small: SmallVolume | null = null;
  let scene: VolumeScene | null = null;
  let abort = new AbortController();
  let frame = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let size = { width: 0, height: 0 };
  let paintOver: (context: CanvasRenderingContext2D, width: number, height: number) => void = () =>
    undefined;

  function clear(): void {
    cancelAnimationFrame(frame);
    clearTimeout(rest);
    frame = 0;
    scene?.dispose();
    scene = null;
  }

  async function openScene(): Promise<void> {
    const source = data();
    if (!small || !source) return;
    const { signal } = abort;
    try {
      // vtk.js is fetched for the first 3D view; the planes never wait for it.
      const { VolumeScene } = await import('./volume-scene.ts');
      if (signal.aborted) return;
      const window = openingWindow(source.record, source);
      scene = new VolumeScene(small, source.record.unit === 'HU', window);
      scene.setStyle(style.value);
      software.value = scene.software;
      state.value = 'ready';
      request(false);
    } catch (error) {
      failure.value = error;
      state.value = 'failed';
    }
  }

  async function build(): Promise<void> {
    const source = data();
    if (!source || scene || state.value === 'building') return;
    state.value = 'building';
    abort = new AbortController();
    const { signal } = abort;
    small ??= await shrink(source, softwareGl() ? longestSide.software : longestSide.card, signal);
    if (!signal.aborted && small) await openScene();
  }

  function request(moving: boolean): void {
    if (!scene || frame) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      draw(moving);
    });
  }

  function draw(moving: boolean): void {
    const target = canvas.value;
    if (!scene || !target || size.width < 1 || size.height < 1) return;
    const ratio = Math.max(1, window.devicePixelRatio);
    const full = Math.max(size.width, size.height) * ratio;
    const side = scene.software
      ? Math.min(full, moving ? softwareSidePx.moving : softwareSidePx.still)
      : full;
    const scale = (side / full) * ratio;
    const width = Math.max(1, Math.round(size.width * scale));
    const height = Math.max(1, Math.round(size.height * scale));
    const picture = scene.draw(gaze.value, width, height, moving && scene.software);
    const columns = Math.round(size.width * ratio);
    const rows = Math.round(size.height * ratio);
    if (target.width !== columns) target.width = columns;
    if (target.height !== rows) target.height = rows;
    const context = target.getContext('2d', { alpha: false });
    if (!context) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(picture, 0, 0, width, height, 0, 0, columns, rows);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintOver(context, size.width, size.height);
    drawn.value++;
    clearTimeout(rest);
    if (moving) rest = setTimeout(() => request(false), restMs);
  }

  watch([wanted, complete, data], ([now, ready, source], [, , before]) => {
    if (source !== before) {
      abort.abort();
      clear();
      small = null;
      gaze.value = frontGaze;
      state.value = 'waiting';
    }
    if (now && ready) void build();
    else if (!now) {
      abort.abort();
      clear();
      state.value = 'waiting';
    }
  });
  watch(gaze, () => request(true));
  watch(style, () => {
    scene?.setStyle(style.value);
    request(false);
  });
  const stop = onContextLost(() => {
    if (!scene) return;
    clear();
    rebuilt.value++;
    void openScene();
  });
  onBeforeUnmount(() => {
    stop();
    abort.abort();
    clear();
    small = null;
  });

  return {
    state,
    failure,
    software,
    rebuilt,
    gaze,
    style,
    drawn,
    resize: (width, height) => {
      size = { width, height };
      request(false);
    },
    finish: (paint) => {
      paintOver = paint;
      request(false);
    },
  };
}
