import { cross, dot, normalise, type LpsPoint, type Vector3 } from '../../volume/geometry.ts';
import { crossingsAlong } from './even-odd.ts';
import { isoLines } from './iso-lines.ts';
import type { CutPlane, Outline } from './outline.ts';
import { farSpacings } from './plane-pixels.ts';
import { bracketAt, type ContourStack, type StackPlane } from './stack.ts';

/** Samples between two drawn slices. */
const rowsPerSpacing = 4;
/** Finest and usual number of samples along a slice. */
const finestMm = 0.25;
const usualColumns = 500;

/**
 * Outlines in a plane across the drawn slices. Every slice meets the plane in a straight line; the
 * distance along that line to the nearest contour is interpolated from slice to slice, so that
 * edges run straight between slices and shapes may part and join.
 */
export function acrossSlices(stack: ContourStack, plane: CutPlane): Outline[] {
  const lines = new CutLines(stack, plane);
  const { planes, spacingMm } = stack;
  const cuts = new Map(planes.map((one) => [one, lines.crossings(one)]));
  const all = [...cuts.values()].flat();
  if (all.length === 0) return [];
  const [low, high] = all.reduce(([a, b], t) => [Math.min(a, t), Math.max(b, t)], [
    Infinity,
    -Infinity,
  ] as [number, number]);
  const step = Math.max(finestMm, (high - low) / usualColumns);
  const columns = Math.ceil((high - low) / step) + 3;
  const offsets = rowOffsets(stack);
  const field = new Float32Array(columns * offsets.length).fill(-1);
  const farMm = farSpacings * spacingMm;
  for (const [row, offsetMm] of offsets.entries()) {
    const bracket = bracketAt(stack, offsetMm);
    if (bracket === null) continue;
    const [a, b] = [cuts.get(bracket.lower)!, cuts.get(bracket.upper)!];
    for (let n = 0; n < columns; n++) {
      const t = low + (n - 1) * step;
      const below = signedMm(a, t, farMm);
      const value = below + bracket.fraction * (signedMm(b, t, farMm) - below);
      // The outermost samples stay outside, whatever rounding says.
      if (n > 0 && n < columns - 1) field[row * columns + n] = value;
    }
  }
  return isoLines(field, columns, offsets.length).map((line) => ({
    closed: true,
    points: Array.from({ length: line.length / 2 }, (_, n) => {
      const row = line[2 * n + 1]!;
      const base = Math.floor(row);
      const next = offsets[base + 1] ?? offsets[base]!;
      const offsetMm = offsets[base]! + (row - base) * (next - offsets[base]!);
      return lines.point(low + (line[2 * n]! - 1) * step, offsetMm);
    }),
  }));
}

/** Drawn slices, places between them, and just within and beyond the ends. */
function rowOffsets({ planes, spacingMm }: ContourStack): number[] {
  const edge = spacingMm * 1e-3;
  const half = spacingMm / 2;
  const offsets = planes.flatMap(({ offsetMm }, n) => {
    const next = planes[n + 1]?.offsetMm ?? Infinity;
    const between = Array.from(
      { length: rowsPerSpacing - 1 },
      (_, part) => offsetMm + ((part + 1) / rowsPerSpacing) * (next - offsetMm),
    );
    const ends = [-half - edge, -half + edge, half - edge, half + edge];
    return [
      offsetMm,
      ...ends.map((by) => offsetMm + by),
      ...(Number.isFinite(next) ? between : []),
    ];
  });
  return [...new Set(offsets)].sort((a, b) => a - b);
}

/** Distance along the line to the nearest crossing, positive inside, at most `farMm`. */
function signedMm(crossings: readonly number[], t: number, farMm: number): number {
  let nearest = farMm;
  let before = 0;
  for (const crossing of crossings) {
    nearest = Math.min(nearest, Math.abs(crossing - t));
    if (crossing <= t) before++;
  }
  return before % 2 === 1 ? nearest : -nearest;
}

/** The straight lines in which a plane meets the slices of a stack. */
class CutLines {
  readonly #stack: ContourStack;
  readonly #plane: CutPlane;
  /** Along each line; and within the plane from line to line, one millimetre of offset on. */
  readonly #along: Vector3;
  readonly #climb: Vector3;

  constructor(stack: ContourStack, plane: CutPlane) {
    this.#stack = stack;
    this.#plane = plane;
    this.#along = normalise(cross(plane.normal, stack.normal));
    const up = cross(this.#along, plane.normal);
    const rise = dot(up, stack.normal);
    this.#climb = [up[0] / rise, up[1] / rise, up[2] / rise];
  }

  point(t: number, offsetMm: number): LpsPoint {
    const { pointMm } = this.#plane;
    const by = offsetMm - dot(this.#stack.normal, pointMm);
    const at = (c: 0 | 1 | 2) => pointMm[c] + by * this.#climb[c] + t * this.#along[c];
    return [at(0), at(1), at(2)];
  }

  crossings({ polygons, offsetMm }: StackPlane): number[] {
    const { u, v } = this.#stack;
    const from = this.point(0, offsetMm);
    const direction = [dot(this.#along, u), dot(this.#along, v)] as const;
    return crossingsAlong(polygons, [dot(from, u), dot(from, v)], direction);
  }
}
