import { markFont } from '../marks.ts';

/** Side of a synthesised frame in pixels, of 2 mm each, and frames in the beat. */
export const syntheticSide = 96;
export const syntheticFrames = 24;

const tint = { red: 0.86, green: 0.72, blue: 1 } as const;

/**
 * Draws one synthesised frame so that it is never taken for an acquired one: tinted, inside a
 * hatched border, with `word` burnt across its foot.
 *
 * @param frame 96 x 96 bytes, columns fastest
 * @param side of the square that is filled, in the context's pixels
 * @param share of the frame about its middle that fills it
 */
export function drawSynthetic(
  context: CanvasRenderingContext2D,
  frame: Uint8Array,
  side: number,
  word: string,
  share = 1,
): void {
  const image = new ImageData(syntheticSide, syntheticSide);
  for (let n = 0; n < frame.length; n++) {
    const grey = frame[n]!;
    image.data[4 * n] = grey * tint.red;
    image.data[4 * n + 1] = grey * tint.green;
    image.data[4 * n + 2] = grey * tint.blue;
    image.data[4 * n + 3] = 255;
  }
  const small = document.createElement('canvas');
  small.width = syntheticSide;
  small.height = syntheticSide;
  small.getContext('2d')?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  const shown = syntheticSide * share;
  const first = (syntheticSide - shown) / 2;
  context.drawImage(small, first, first, shown, shown, 0, 0, side, side);
  const border = side * 0.055;
  drawHatch(context, side, border);
  drawWord(context, side, border, word);
}

function drawHatch(context: CanvasRenderingContext2D, side: number, border: number): void {
  context.save();
  context.beginPath();
  context.rect(0, 0, side, side);
  context.rect(border, border, side - 2 * border, side - 2 * border);
  context.clip('evenodd');
  context.fillStyle = '#1d1526';
  context.fillRect(0, 0, side, side);
  context.strokeStyle = '#c79bff';
  context.lineWidth = border * 0.35;
  for (let x = -side; x < side; x += border) {
    context.beginPath();
    context.moveTo(x, side);
    context.lineTo(x + side, 0);
    context.stroke();
  }
  context.restore();
}

function drawWord(
  context: CanvasRenderingContext2D,
  side: number,
  border: number,
  word: string,
): void {
  const size = side * 0.085;
  context.save();
  context.font = `700 ${size}px ${markFont}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = size * 0.3;
  context.lineJoin = 'round';
  context.strokeStyle = '#1d1526';
  context.fillStyle = '#e7d4ff';
  // Twice, so that no other plane covers it.
  for (const y of [border + size, side - border - size]) {
    context.strokeText(word, side / 2, y);
    context.fillText(word, side / 2, y);
  }
  context.restore();
}
