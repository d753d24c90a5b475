import { classContours } from '../../studies/cardiac/contours/iso-contours.ts';
import { polygonCentroid, type Polygon } from '../../studies/cardiac/contours/polygon.ts';
import {
  outlineClasses,
  type HeartOutline,
} from '../../studies/cardiac/contours/refill-outline.ts';
import { labelPixels, type HeartClassName } from './labels-colours.ts';
import type { LabelGrid, LabelMaps } from './labels.ts';

/** Whose colour an outline has: that of the class just inside it. */
export const outlineColours: Readonly<Record<HeartOutline, HeartClassName>> = {
  lvEpicardium: 'lvMyocardium',
  lvCavity: 'lvCavity',
  rvCavity: 'rvCavity',
  leftAtrium: 'leftAtrium',
  rightAtrium: 'rightAtrium',
};
const outlines = Object.keys(outlineColours) as HeartOutline[];

export interface LabelOutline {
  readonly outline: HeartOutline;
  readonly polygons: readonly Polygon[];
  /** In pixels of the slice, centres at integers. */
  readonly path: Path2D;
}

/** One slice of one phase, ready to be drawn: colours where there are labels, and the outlines. */
export interface LabelPicture {
  readonly fill: { readonly canvas: HTMLCanvasElement; column: number; row: number } | null;
  readonly outlines: readonly LabelOutline[];
  /** Where the name of each class stands, pixels. */
  readonly names: readonly { name: HeartClassName; at: readonly [number, number] }[];
}

interface Kept {
  readonly labels: Uint8Array;
  readonly picture: LabelPicture;
}

const pictures = new WeakMap<LabelMaps, Map<string, Kept>>();

/**
 * The picture of a slice's labels, made once: while a cine plays it is only laid over, which is
 * what keeps the frame rate. `model` gives the model's own where a person drew over it.
 */
export function labelPicture(
  maps: LabelMaps,
  slice: number,
  phase: number,
  model = false,
): LabelPicture {
  const kept = pictures.get(maps) ?? new Map<string, Kept>();
  pictures.set(maps, kept);
  const edited = model ? null : maps.edited(slice, phase);
  const key = `${slice}/${phase}/${edited ? 'edited' : 'model'}`;
  const known = kept.get(key);
  // The model's own never change; an edit is another array each time.
  if (known && (!edited || known.labels === edited)) return known.picture;
  const labels = edited ?? maps.model(slice, phase);
  const picture = pictureOf(labels, maps.grid);
  kept.set(key, { labels, picture });
  return picture;
}

/** Outlines are found when first asked for: tiles show the colours alone, and a study has hundreds. */
function pictureOf(labels: Uint8Array, grid: LabelGrid): LabelPicture {
  let found: readonly LabelOutline[] | null = null;
  return {
    fill: fillOf(labels, grid),
    get outlines() {
      return (found ??= outlinesOf(labels, grid));
    },
    get names() {
      return this.outlines.flatMap(({ outline, polygons: [largest] }) =>
        largest && outline !== 'lvEpicardium'
          ? [{ name: outlineColours[outline], at: polygonCentroid(largest) }]
          : [],
      );
    },
  };
}

function outlinesOf(labels: Uint8Array, grid: LabelGrid): LabelOutline[] {
  const dims = [grid.columns, grid.rows] as const;
  return outlines.flatMap((outline): LabelOutline[] => {
    const polygons = classContours(labels, dims, outlineClasses[outline]);
    return polygons.length === 0 ? [] : [{ outline, polygons, path: pathOf(polygons) }];
  });
}

function pathOf(polygons: readonly Polygon[]): Path2D {
  const path = new Path2D();
  for (const polygon of polygons) {
    for (let n = 0; n < polygon.length; n += 2) {
      if (n === 0) path.moveTo(polygon[n]!, polygon[n + 1]!);
      else path.lineTo(polygon[n]!, polygon[n + 1]!);
    }
    path.closePath();
  }
  return path;
}

/** Only the part that holds labels: a heart is a small part of a picture, and a cine has many. */
function fillOf(labels: Uint8Array, { columns, rows }: LabelGrid): LabelPicture['fill'] {
  let [left, right, top, bottom] = [columns, -1, rows, -1];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (labels[row * columns + column] === 0) continue;
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = row;
    }
  }
  if (right < 0) return null;
  const width = right - left + 1;
  const height = bottom - top + 1;
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * columns + left;
    for (let column = 0; column < width; column++) {
      pixels[row * width + column] = labelPixels[labels[from + column]!] ?? 0;
    }
  }
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return { canvas, column: left, row: top };
}
