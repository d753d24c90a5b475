import type { CanvasSize } from '../use-canvas.ts';

/** Draws what goes into a picture; the context's units are CSS pixels. */
export type DrawOver = (context: CanvasRenderingContext2D, size: CanvasSize) => void;

/**
 * Lines and words of a picture as the pixels that they cover. They stay where they are while the
 * scan moves under them: drawn once, then laid into each new picture, a few thousand pixels. To
 * stroke them anew on a canvas that has no card costs as much of the processor as the picture.
 */
export class LineStencil {
  #drawn: DrawOver | null = null;
  #columns = 0;
  #rows = 0;
  #canvas: HTMLCanvasElement | null = null;
  /** Places in the picture, and what lies there: red in the lowest byte, opacity in the highest. */
  #places = new Uint32Array(0);
  #colours = new Uint32Array(0);

  /** Lays into `columns` x `rows` pixels what `draw` draws; the same function is asked only once. */
  lay(pixels: Uint32Array, columns: number, rows: number, size: CanvasSize, draw: DrawOver): void {
    if (draw !== this.#drawn || columns !== this.#columns || rows !== this.#rows) {
      [this.#drawn, this.#columns, this.#rows] = [draw, columns, rows];
      this.#cut(size, draw);
    }
    const [places, colours] = [this.#places, this.#colours];
    for (let n = 0; n < places.length; n++) {
      const place = places[n]!;
      pixels[place] = over(pixels[place]!, colours[n]!);
    }
  }

  #cut(size: CanvasSize, draw: DrawOver): void {
    const [columns, rows] = [this.#columns, this.#rows];
    const canvas = (this.#canvas ??= document.createElement('canvas'));
    // Also clears it.
    canvas.width = columns;
    canvas.height = rows;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    context.setTransform(columns / size.width, 0, 0, rows / size.height, 0, 0);
    draw(context, size);
    const drawn = new Uint32Array(context.getImageData(0, 0, columns, rows).data.buffer);
    let count = 0;
    for (const colour of drawn) if (colour > 0xffffff) count++;
    this.#places = new Uint32Array(count);
    this.#colours = new Uint32Array(count);
    for (let place = 0, n = 0; n < count; place++) {
      const colour = drawn[place]!;
      if (colour <= 0xffffff) continue;
      this.#places[n] = place;
      this.#colours[n++] = colour;
    }
  }
}

/** A colour of some opacity over an opaque one. */
export function over(below: number, colour: number): number {
  const share = (colour >>> 24) / 255;
  if (share === 1) return colour;
  const channel = (shift: number): number => {
    const base = (below >>> shift) & 255;
    return Math.round(base + (((colour >>> shift) & 255) - base) * share) << shift;
  };
  return (0xff000000 | channel(16) | channel(8) | channel(0)) >>> 0;
}
