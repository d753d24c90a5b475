import { drawMarks, markFont, type Mark } from './marks.ts';

const overlays = new WeakMap<HTMLCanvasElement, () => readonly Mark[]>();

/** Tells captures what lies over a canvas. */
export function registerOverlay(canvas: HTMLCanvasElement, marks: () => readonly Mark[]): void {
  overlays.set(canvas, marks);
}

const footPx = 26;

/**
 * A PNG of every picture inside `root` as it is seen now, with what lies over it, and `foot`
 * beneath. Badges are part of the pictures and come along.
 */
export async function captureElement(root: HTMLElement, foot: string): Promise<Blob> {
  const bounds = root.getBoundingClientRect();
  const ratio = Math.max(1, window.devicePixelRatio);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bounds.width * ratio);
  canvas.height = Math.round((bounds.height + footPx) * ratio);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.scale(ratio, ratio);
  context.fillStyle = '#0b0e12';
  context.fillRect(0, 0, bounds.width, bounds.height + footPx);
  for (const picture of root.querySelectorAll<HTMLCanvasElement>('canvas[data-picture]')) {
    const box = picture.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    context.save();
    context.translate(box.left - bounds.left, box.top - bounds.top);
    context.beginPath();
    context.rect(0, 0, box.width, box.height);
    context.clip();
    context.drawImage(picture, 0, 0, box.width, box.height);
    drawMarks(context, overlays.get(picture)?.() ?? []);
    context.restore();
  }
  context.font = `12px ${markFont}`;
  context.fillStyle = '#f6cf86';
  context.textBaseline = 'middle';
  context.fillText(foot, 12, bounds.height + footPx / 2);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}
