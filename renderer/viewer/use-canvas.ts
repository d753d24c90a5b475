import { onBeforeUnmount, type Ref } from 'vue';
import { pictureRatio, putPicture, useFrames, type CanvasSize } from './use-frames.ts';

export type { CanvasSize };

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
): ReturnType<typeof useFrames> {
  let image: ImageData | null = null;
  let pixels = new Uint32Array(0);
  onBeforeUnmount(() => {
    image = null;
    pixels = new Uint32Array(0);
  });
  return useFrames(canvas, (element, size) => {
    const { width, height } = size;
    const ratio = pictureRatio(size);
    const columns = Math.max(1, Math.round(width * ratio));
    const rows = Math.max(1, Math.round(height * ratio));
    if (!image || image.width !== columns || image.height !== rows) {
      image = new ImageData(columns, rows);
      pixels = new Uint32Array(image.data.buffer);
    }
    if (!paint(pixels, columns, rows, ratio)) return false;
    const context = putPicture(element, image);
    if (!context) return false;
    context.setTransform(columns / width, 0, 0, rows / height, 0, 0);
    finish(context, size);
    return true;
  });
}
