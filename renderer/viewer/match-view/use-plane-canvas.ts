import { onBeforeUnmount, type Ref } from 'vue';
import { pictureRatio, putPicture, useFrames, type CanvasSize } from '../use-frames.ts';
import { LineStencil, type DrawOver } from './line-stencil.ts';

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
): ReturnType<typeof useFrames> {
  const stencil = new LineStencil();
  let memory = new Uint32Array(0);
  let image: ImageData | null = null;
  onBeforeUnmount(() => {
    image = null;
    memory = new Uint32Array(0);
  });

  /** One memory for pictures of every step, so that a drag's begin and end take none. */
  function imageOf(columns: number, rows: number): ImageData {
    if (image?.width === columns && image.height === rows) return image;
    const count = columns * rows;
    if (memory.length < count) memory = new Uint32Array(count);
    return new ImageData(new Uint8ClampedArray(memory.buffer, 0, 4 * count), columns, rows);
  }

  return useFrames(canvas, (element, size) => {
    const ratio = pictureRatio(size) / step(size);
    const columns = Math.max(1, Math.round(size.width * ratio));
    const rows = Math.max(1, Math.round(size.height * ratio));
    image = imageOf(columns, rows);
    paint(memory, columns, rows);
    stencil.lay(memory, columns, rows, size, over());
    return putPicture(element, image) !== null;
  });
}
