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

/** Device pixels of a picture for each CSS pixel of its box. */
export function pictureRatio({ width, height }: CanvasSize): number {
  const wanted = Math.max(1, window.devicePixelRatio);
  return Math.min(wanted, Math.sqrt(mostPixels / (width * height)));
}

/** Brings a picture to a canvas, which becomes as large; null where it has no context. */
export function putPicture(
  element: HTMLCanvasElement,
  image: ImageData,
): CanvasRenderingContext2D | null {
  // The bitmap is resized only with a new picture in hand: resizing clears it.
  if (element.width !== image.width) element.width = image.width;
  if (element.height !== image.height) element.height = image.height;
  const context = element.getContext('2d', { alpha: false });
  context?.setTransform(1, 0, 0, 1, 0, 0);
  context?.putImageData(image, 0, 0);
  return context;
}

/**
 * When a canvas that follows its box is painted: `invalidate` paints no more than once a frame,
 * `paintNow` at once. `paint` answers false where it left the last picture standing.
 */
export function useFrames(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  paint: (element: HTMLCanvasElement, size: CanvasSize) => boolean,
): {
  size: ShallowRef<CanvasSize>;
  invalidate: () => void;
  paintNow: () => void;
  painted: Ref<number>;
} {
  const size = shallowRef<CanvasSize>({ width: 0, height: 0 });
  const painted = ref(0);
  let frame = 0;
  let paintedAt = -Infinity;

  function paintNow(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    const element = canvas.value;
    const { width, height } = size.value;
    if (!element || width < 1 || height < 1 || !paint(element, size.value)) return;
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
  });
  return { size, invalidate, paintNow, painted };
}
