import { cross, dot, normalise, type LpsPoint, type Vector3 } from '../../volume/geometry.ts';
import type { FrameHeader, ImageHeader, InstanceHeader } from '../types.ts';
import type { AssembleInput, FrameRef } from './assembled.ts';

/** One frame with all that its headers say. */
export interface SourceFrame {
  readonly ref: FrameRef;
  readonly header: InstanceHeader;
  readonly image: ImageHeader;
  readonly frame: FrameHeader;
}

/** A frame whose place in the patient is known. */
export interface PlacedFrame extends SourceFrame {
  readonly positionMm: LpsPoint;
  readonly row: Vector3;
  readonly column: Vector3;
  readonly normal: Vector3;
}

/** Every frame of every instance that has an image. */
export function sourceFrames(instances: readonly AssembleInput[]): SourceFrame[] {
  return instances.flatMap(({ id, header }) => {
    const { image } = header;
    if (image === null) return [];
    return image.frames.map((frame) => ({ ref: { id, frame: frame.frame }, header, image, frame }));
  });
}

/** No scanner is longer than this; such a position is damage. */
const farthestMm = 100_000;

/** The frame with its place; null where position or orientation is missing or makes no sense. */
export function place(source: SourceFrame): PlacedFrame | null {
  const { positionMm, rowAxis, columnAxis } = source.frame;
  if (positionMm === null || rowAxis === null || columnAxis === null) return null;
  if (![...rowAxis, ...columnAxis].every(Number.isFinite)) return null;
  if (!positionMm.every((c) => Math.abs(c) < farthestMm)) return null;
  const length = (v: Vector3) => Math.sqrt(dot(v, v));
  if (Math.abs(length(rowAxis) - 1) > 0.01 || Math.abs(length(columnAxis) - 1) > 0.01) return null;
  if (Math.abs(dot(rowAxis, columnAxis)) > 0.01) return null;
  const row = normalise(rowAxis);
  const normal = normalise(cross(row, columnAxis));
  return { ...source, positionMm, row, column: cross(normal, row), normal };
}

/** Same direction to within a fifth of a degree: more than rounding, less than any real turn. */
export function sameOrientation(a: PlacedFrame, b: PlacedFrame): boolean {
  return dot(a.row, b.row) > cosLimit && dot(a.column, b.column) > cosLimit;
}
const cosLimit = Math.cos((0.2 * Math.PI) / 180);

export function sameSpacing(a: SourceFrame, b: SourceFrame): boolean {
  const [p, q] = [a.frame.spacingMm, b.frame.spacingMm];
  if (p === null || q === null) return p === q;
  return Math.abs(p[0] - q[0]) < 1e-3 * p[0] && Math.abs(p[1] - q[1]) < 1e-3 * p[1];
}

export const isLocalizer = ({ header }: SourceFrame) =>
  header.imageType.some((value) => /^(localizer|scout)$/i.test(value.trim()));

export const isColour = ({ image }: SourceFrame) =>
  image.samplesPerPixel > 1 || image.photometric.trim().toUpperCase() === 'PALETTE COLOR';

/** Slice thickness, or null where the header gives none that makes sense. */
export function thicknessMm({ frame }: SourceFrame): number | null {
  const { sliceThicknessMm: mm } = frame;
  return mm !== null && mm > 0 && mm < farthestMm ? mm : null;
}

/** Splits a list into runs of equal members under a relation, each compared with a run's first. */
export function cluster<T>(items: readonly T[], same: (first: T, item: T) => boolean): T[][] {
  const clusters: T[][] = [];
  for (const item of items) {
    const home = clusters.find((members) => same(members[0]!, item));
    if (home) home.push(item);
    else clusters.push([item]);
  }
  return clusters;
}

export function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const k = key(item);
    const group = groups.get(k);
    if (group) group.push(item);
    else groups.set(k, [item]);
  }
  return [...groups.values()];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
