import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue';

export interface CanvasSize {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Two paints closer than this would meet in one frame of a 60 Hz screen. */
const sameFrameMs = 10;

/** Device pixels drawn for one picture at most; above this the browser scales up. */
const mostPixels = 1_600_000;

/**
 * A picture on a 2D canvas that follows its box. `paint` gets the pixels, and then the context in
 * CSS pixel units for what goes into the picture itself; it answers false to leave the last
 * picture standing. `invalidate`
 * paints no more than once a frame; `paintNow` at once.
 */
export function useCanvas(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  paint: (pixels: Uint32Array, width: number, height: number, ratio: number) => boolean,
  finish: (context: CanvasRenderingContext2D, size: CanvasSize) => void = () => undefined,
): {
  size: ShallowRef<CanvasSize>;
  invalidate: () => void;
  paintNow: () => void;
  painted: Ref<number>;
} {
  const size = shallowRef<CanvasSize>({ width: 0, height: 0 });
  const painted = ref(0);
  let image: ImageData | null = null;
  let pixels = new Uint32Array(0);
  let frame = 0;
  let paintedAt = -Infinity;

  function paintNow(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    const element = canvas.value;
    const { width, height } = size.value;
    if (!element || width < 1 || height < 1) return;
    const wanted = Math.max(1, window.devicePixelRatio);
    const ratio = Math.min(wanted, Math.sqrt(mostPixels / (width * height)));
    const columns = Math.max(1, Math.round(width * ratio));
    const rows = Math.max(1, Math.round(height * ratio));
    if (!image || image.width !== columns || image.height !== rows) {
      image = new ImageData(columns, rows);
      pixels = new Uint32Array(image.data.buffer);
    }
    if (!paint(pixels, columns, rows, ratio)) return;
    // The bitmap is resized only with a new picture in hand: resizing clears it.
    if (element.width !== columns) element.width = columns;
    if (element.height !== rows) element.height = rows;
    const context = element.getContext('2d', { alpha: false });
    if (!context) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.putImageData(image, 0, 0);
    context.setTransform(columns / width, 0, 0, rows / height, 0, 0);
    finish(context, size.value);
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
    pixels = new Uint32Array(0);
  });
  return { size, invalidate, paintNow, painted };
}
