import { dot, type LpsPoint } from '../../../studies/volume/geometry.ts';
import { inBox, type FitBox } from './fit-box.ts';
import { signedDistanceMm } from './signed-distance.ts';
import { pixelInPatient, type PlaneGeometry, type StackFrame } from './stack-frame.ts';

/** In-plane distances are not told apart beyond this. */
export const farMm = 20;
/** Coarse to fine: how near points near an outline are. */
export const bandsMm = [10, 5, 2.5] as const;
/** A plane without the class says that it is outside, not how far: the surface may end right before it. */
const nothingMm = 3;

export interface SampledPlane {
  readonly shows: boolean;
  readonly geometry: PlaneGeometry;
  /** Signed distance to the outline, or what is taken for it, at every pixel, mm. */
  readonly signedMm: Float32Array;
  /** Pixels in the box, nearest to the outline first. */
  readonly pixels: Int32Array;
  /** How many of them are within each of `bandsMm`; none where there is no outline. */
  readonly within: readonly number[];
}

/**
 * The planes of a case as fields to sample, those without the class among them. Where the stack does
 * not go on beyond a slice that shows the class, an empty plane is put at the box's end.
 */
export function sampledPlanes(
  geometries: readonly PlaneGeometry[],
  masks: readonly Uint8Array[],
  frame: StackFrame,
  box: FitBox,
): SampledPlane[] {
  const shown = geometries.flatMap((geometry, i) =>
    masks[i]!.includes(1) ? [{ i, plane: showing(geometry, masks[i]!, box) }] : [],
  );
  const stack = shown
    .filter(({ i }) => frame.stack.includes(i))
    .map(({ i, plane }) => ({ plane, alongMm: frame.alongMm[frame.stack.indexOf(i)]! }))
    .sort((a, b) => a.alongMm - b.alongMm);
  const empty = geometries
    .filter((_, i) => !masks[i]!.includes(1) && frame.stack.includes(i))
    .concat(closingEnds(stack, box))
    .map((geometry) => emptyPlane(geometry, stack, box));
  const across = geometries
    .filter((_, i) => !masks[i]!.includes(1) && !frame.stack.includes(i))
    .map((geometry) => emptyPlane(geometry, [], box));
  return [...shown.map(({ plane }) => plane), ...empty, ...across].filter(
    ({ pixels }) => pixels.length > 0,
  );
}

interface StackPlane {
  readonly plane: SampledPlane;
  readonly alongMm: number;
}

function showing(geometry: PlaneGeometry, mask: Uint8Array, box: FitBox): SampledPlane {
  const [columns, rows] = [geometry.dims[0]!, geometry.dims[1]!];
  const [dx, dy] = [geometry.spacingMm[0]!, geometry.spacingMm[1]!];
  const signedMm = signedDistanceMm(mask, [columns, rows], [dx, dy], farMm);
  const pixels = pixelsInBox(geometry, box);
  pixels.sort((a, b) => Math.abs(signedMm[a]!) - Math.abs(signedMm[b]!) || a - b);
  const within = bandsMm.map((band) => {
    const first = pixels.findIndex((at) => Math.abs(signedMm[at]!) > band);
    return first < 0 ? pixels.length : first;
  });
  return { shows: true, geometry, signedMm, pixels, within };
}

/**
 * A plane of the stack without the class is as far outside as its neighbour within a gap is deep
 * there, so that a surface between the two closes half-way: as signed distances do, and as disc
 * summation counts.
 */
function emptyPlane(
  geometry: PlaneGeometry,
  stack: readonly StackPlane[],
  box: FitBox,
): SampledPlane {
  const pixels = pixelsInBox(geometry, box);
  const signedMm = new Float32Array(geometry.dims[0]! * geometry.dims[1]!).fill(-nothingMm);
  const columns = geometry.dims[0]!;
  const along = dot(box.axes[2], pixelInPatient(geometry, 0, 0));
  const near = stack.filter(({ alongMm }) => Math.abs(alongMm - along) <= 1.3 * box.gapMm);
  for (const { plane } of near)
    for (const at of pixels) {
      const column = at % columns;
      const deep = signedAt(plane, pixelInPatient(geometry, column, (at - column) / columns));
      signedMm[at] = Math.min(signedMm[at]!, -deep);
    }
  return { shows: false, geometry, signedMm, pixels, within: bandsMm.map(() => 0) };
}

/** The stack's first and last slice that show the class, moved to the box's ends. */
function closingEnds(stack: readonly StackPlane[], box: FitBox): PlaneGeometry[] {
  return [-1, 1].flatMap((side) => {
    const end = side < 0 ? stack[0] : stack.at(-1);
    if (end === undefined) return [];
    const face = box.centreMm[2] + side * box.halfMm[2];
    const { geometry } = end.plane;
    const originMm = geometry.originMm.map((mm, c) => mm + (face - end.alongMm) * box.axes[2][c]!);
    return [{ ...geometry, originMm }];
  });
}

function pixelsInBox(geometry: PlaneGeometry, box: FitBox): Int32Array {
  const columns = geometry.dims[0]!;
  const found: number[] = [];
  for (let at = 0; at < columns * geometry.dims[1]!; at++) {
    const column = at % columns;
    if (inBox(box, pixelInPatient(geometry, column, (at - column) / columns))) found.push(at);
  }
  return Int32Array.from(found);
}

function signedAt({ geometry, signedMm }: SampledPlane, point: LpsPoint): number {
  const [columns, rows] = [geometry.dims[0]!, geometry.dims[1]!];
  const along = (axis: readonly number[]) =>
    axis.reduce((sum, value, c) => sum + value * (point[c]! - geometry.originMm[c]!), 0);
  const x = Math.round(along(geometry.row) / geometry.spacingMm[0]!);
  const y = Math.round(along(geometry.column) / geometry.spacingMm[1]!);
  const outside = x < 0 || y < 0 || x >= columns || y >= rows;
  return outside ? -farMm : signedMm[y * columns + x]!;
}

/** Linear between pixel centres, at a fractional column and row within the image. */
export function signedBetween(plane: SampledPlane, x: number, y: number): number {
  const { signedMm: values, geometry } = plane;
  const [columns, rows] = [geometry.dims[0]!, geometry.dims[1]!];
  const i = Math.min(columns - 2, Math.floor(x));
  const j = Math.min(rows - 2, Math.floor(y));
  const at = j * columns + i;
  const [fx, fy] = [x - i, y - j];
  const above = values[at]! + fx * (values[at + 1]! - values[at]!);
  const below = values[at + columns]! + fx * (values[at + columns + 1]! - values[at + columns]!);
  return above + fy * (below - above);
}
