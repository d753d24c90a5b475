import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { Vector3 } from '../../../studies/volume/geometry.ts';
import { onContextLost } from '../gl/context-loss.ts';
import type { Gaze } from '../gl/gaze.ts';
import type { VtkHeartScene } from './vtk-scene.ts';

export type SceneState = 'building' | 'ready' | 'failed';

/** From the right and front, a little from above: every plane of a usual study is seen from its face. */
export const heartGaze: Gaze = { turnDeg: -20, tiltDeg: 12, zoom: 1 };

/** A card drawn by the processor gets pictures this large at most: while moving, and at rest. */
const softwareSidePx = { moving: 300, still: 520 };
const restMs = 250;

/**
 * A vtk.js scene on a 2D canvas. `sync` puts everything into the scene as it should be now; it is
 * called before a draw and must do so again when the scene is empty, after a lost context.
 */
export function useSceneCanvas(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  middle: () => { centre: Vector3; reachMm: number },
  sync: (scene: VtkHeartScene) => void,
): {
  state: Ref<SceneState>;
  failure: ShallowRef<unknown>;
  software: Ref<boolean>;
  rebuilt: Ref<number>;
  drawn: Ref<number>;
  gaze: ShallowRef<Gaze>;
  /** Draw soon; `moving` for what will be drawn again at once. */
  invalidate: (moving: boolean) => void;
  resize: (width: number, height: number) => void;
} {
  const state = ref<SceneState>('building');
  const failure = shallowRef<unknown>(null);
  const software = ref(false);
  const rebuilt = ref(0);
  const drawn = ref(0);
  const gaze = shallowRef<Gaze>(heartGaze);
  let scene: VtkHeartScene | null = null;
  let left = false;
  let frame = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let size = { width: 0, height: 0 };

  async function build(): Promise<void> {
    try {
      // vtk.js is fetched for the first scene; the rest of the screen never waits for it.
      const { VtkHeartScene } = await import('./vtk-scene.ts');
      if (left) return;
      const { centre, reachMm } = middle();
      scene = new VtkHeartScene(centre, reachMm);
      software.value = scene.software;
      state.value = 'ready';
      invalidate(false);
    } catch (error) {
      failure.value = error;
      state.value = 'failed';
    }
  }
  function clear(): void {
    cancelAnimationFrame(frame);
    clearTimeout(rest);
    frame = 0;
    scene?.dispose();
    scene = null;
  }
  function invalidate(moving: boolean): void {
    if (!scene || frame) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      draw(moving);
    });
  }
  function draw(moving: boolean): void {
    const context = canvas.value?.getContext('2d', { alpha: false });
    if (!scene || !canvas.value || !context || size.width < 1 || size.height < 1) return;
    sync(scene);
    const ratio = Math.max(1, window.devicePixelRatio);
    const full = Math.max(size.width, size.height) * ratio;
    const most = moving ? softwareSidePx.moving : softwareSidePx.still;
    const scale = ((scene.software ? Math.min(full, most) : full) / full) * ratio;
    const width = Math.max(1, Math.round(size.width * scale));
    const height = Math.max(1, Math.round(size.height * scale));
    const picture = scene.draw(gaze.value, width, height);
    const columns = Math.round(size.width * ratio);
    const rows = Math.round(size.height * ratio);
    if (canvas.value.width !== columns) canvas.value.width = columns;
    if (canvas.value.height !== rows) canvas.value.height = rows;
    context.drawImage(picture, 0, 0, width, height, 0, 0, columns, rows);
    drawn.value++;
    clearTimeout(rest);
    if (moving && scene.software) rest = setTimeout(() => invalidate(false), restMs);
  }

  const stop = onContextLost(() => {
    if (!scene) return;
    clear();
    rebuilt.value++;
    void build();
  });
  onMounted(() => void build());
  onBeforeUnmount(() => {
    left = true;
    stop();
    clear();
  });
  return {
    state,
    failure,
    software,
    rebuilt,
    drawn,
    gaze,
    invalidate,
    resize: (width, height) => {
      size = { width, height };
      invalidate(false);
    },
  };
}
