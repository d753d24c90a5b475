import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { CanvasSize } from '../use-canvas.ts';
import { LineStencil, type DrawOver } from './line-stencil.ts';

/** Two paints closer than this would meet in one frame of a 60 Hz screen. */
const sameFrameMs = 10;

/** Pixels of one picture at most; above this the browser scales up. */
const mostPixels = 1_600_000;

/**
 * A picture on a 2D canvas that follows its box, with every `step`th pixel of the screen in the
 * canvas: the browser scales a coarse one up, smoothly. A coarse canvas costs less in everything
 * that comes after the painter too; without a card, bringing a full one to the screen takes more
 * of the processor than all of the drawing. `paint` fills the pixels; `over` goes into the picture
 * itself and is drawn anew only when it is another function. `invalidate` paints no more than once
 * a frame.
 */
export function usePlaneCanvas(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  step: (size: CanvasSize) => number,
  paint: (pixels: Uint32Array, columns: number, rows: number) => void,
  over: () => DrawOver,
): { size: ShallowRef<CanvasSize>; invalidate: () => void; painted: Ref<number> } {
  const size = shallowRef<CanvasSize>({ width: 0, height: 0 });
  const painted = ref(0);
  const stencil = new LineStencil();
  let memory = new Uint32Array(0);
  let image: ImageData | null = null;
  let frame = 0;
  let paintedAt = -Infinity;

  /** One memory for pictures of every step, so that a drag's begin and end take none. */
  function imageOf(columns: number, rows: number): ImageData {
    if (image?.width === columns && image.height === rows) return image;
    const count = columns * rows;
    if (memory.length < count) memory = new Uint32Array(count);
    return new ImageData(new Uint8ClampedArray(memory.buffer, 0, 4 * count), columns, rows);
  }

  function paintNow(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    const element = canvas.value;
    const { width, height } = size.value;
    if (!element || width < 1 || height < 1) return;
    const most = Math.sqrt(mostPixels / (width * height));
    const ratio = Math.min(Math.max(1, window.devicePixelRatio), most) / step(size.value);
    const columns = Math.max(1, Math.round(width * ratio));
    const rows = Math.max(1, Math.round(height * ratio));
    image = imageOf(columns, rows);
    paint(memory, columns, rows);
    stencil.lay(memory, columns, rows, size.value, over());
    // Resized with a new picture in hand only: resizing clears the canvas.
    if (element.width !== columns) element.width = columns;
    if (element.height !== rows) element.height = rows;
    const context = element.getContext('2d', { alpha: false });
    if (!context) return;
    context.putImageData(image, 0, 0);
    painted.value++;
    paintedAt = performance.now();
  }

  // At once, so that what was asked for in this frame is seen in this frame; a second wish within
  // the same frame waits for the next one.
  function invalidate(): void {
    if (frame) return;
    if (performance.now() - paintedAt > sameFrameMs) paintNow();
    else frame = requestAnimationFrame(paintNow);
  }

  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    size.value = { width, height };
    paintNow();
  });
  onMounted(() => {
    if (canvas.value?.parentElement) observer.observe(canvas.value.parentElement);
  });
  onBeforeUnmount(() => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    image = null;
    memory = new Uint32Array(0);
  });
  return { size, invalidate, painted };
}
