import { dot, type Vector3 } from '../../volume/geometry.ts';
import type { CineSlice } from './cine-slice.ts';
import { lineAngleDeg, meanLine, median, minus, quantile } from './vectors.ts';

/** Slices of one stack may be turned this far against each other: re-planned between breath-holds. */
export const parallelDeg = 4;
/** Slices nearer than this, or than a third of the usual step, show one place. */
const samePlaceMm = 1;

/** Parallel slices, whatever volumes they came in, along their common normal. */
export interface ParallelGroup {
  readonly normal: Vector3;
  /** By place along the normal. */
  readonly slices: readonly CineSlice[];
  /** Older or poorer pictures of a place that another slice shows. */
  readonly duplicates: readonly CineSlice[];
}

/** Parts slices by direction, largest groups first; repeats of a place are told apart. */
export function parallelGroups(slices: readonly CineSlice[]): ParallelGroup[] {
  const clusters: CineSlice[][] = [];
  for (const slice of slices) {
    const home = clusters.find(
      (cluster) =>
        lineAngleDeg(meanLine(cluster.map(({ normal }) => normal)), slice.normal) <= parallelDeg,
    );
    if (home) home.push(slice);
    else clusters.push([slice]);
  }
  return clusters.map(groupOf).sort((a, b) => b.slices.length - a.slices.length);
}

function groupOf(cluster: readonly CineSlice[]): ParallelGroup {
  const normal = meanLine(cluster.map((slice) => slice.normal));
  const { kept, set } = withoutSecondStacks(cluster, normal);
  const limit = samePlaceLimit(kept, normal);
  const slices: CineSlice[] = [];
  const duplicates = [...set];
  for (const slice of [...kept].sort(better)) {
    const there = slices.some(
      (other) => Math.abs(placeMm(slice, normal) - placeMm(other, normal)) < limit,
    );
    (there ? duplicates : slices).push(slice);
  }
  return {
    normal,
    duplicates,
    slices: slices.sort((a, b) => placeMm(a, normal) - placeMm(b, normal)),
  };
}

/** Place of a slice along a normal, at the middle of its picture. */
export function placeMm(slice: CineSlice, normal: Vector3): number {
  return dot(slice.centreMm, normal);
}

/** Steps between neighbours along the normal, millimetres. */
export function stepsMm(slices: readonly CineSlice[], normal: Vector3): number[] {
  const places = slices.map((slice) => placeMm(slice, normal)).sort((a, b) => a - b);
  return places.slice(1).map((place, n) => place - places[n]!);
}

/** The better picture first: more phases, then the later series. */
function better(a: CineSlice, b: CineSlice): number {
  const [c, d] = [a.candidate, b.candidate];
  return (
    d.phases - c.phases ||
    (d.seriesNumber ?? 0) - (c.seriesNumber ?? 0) ||
    (c.volumeId === d.volumeId ? a.slice - b.slice : c.volumeId < d.volumeId ? -1 : 1)
  );
}

function samePlaceLimit(slices: readonly CineSlice[], normal: Vector3): number {
  const steps = stepsMm(slices, normal).filter((step) => step > samePlaceMm);
  return steps.length > 1 ? Math.max(samePlaceMm, 0.3 * median(steps)) : 2.5 * samePlaceMm;
}

/**
 * A stack acquired twice, a little moved, would interleave to one of half the step. Volumes of
 * several slices whose places overlap another's so are set aside whole.
 */
function withoutSecondStacks(cluster: readonly CineSlice[], normal: Vector3) {
  const volumes = new Map<string, CineSlice[]>();
  for (const slice of cluster) {
    const id = slice.candidate.volumeId;
    volumes.set(id, [...(volumes.get(id) ?? []), slice]);
  }
  const stacks = [...volumes.values()].filter((volume) => volume.length >= 3);
  stacks.sort((a, b) => better(a[0]!, b[0]!));
  const kept = [...volumes.values()].filter((volume) => volume.length < 3).flat();
  const set: CineSlice[] = [];
  const stood: CineSlice[][] = [];
  for (const stack of stacks) {
    const twin = stood.some((other) => sameRoom(stack, other, normal));
    if (twin) set.push(...stack);
    else {
      stood.push(stack);
      kept.push(...stack);
    }
  }
  return { kept, set };
}

function sameRoom(a: readonly CineSlice[], b: readonly CineSlice[], normal: Vector3): boolean {
  const places = (slices: readonly CineSlice[]) => slices.map((slice) => placeMm(slice, normal));
  const [p, q] = [places(a), places(b)];
  const shared =
    Math.min(Math.max(...p), Math.max(...q)) - Math.max(Math.min(...p), Math.min(...q));
  const span = Math.min(Math.max(...p) - Math.min(...p), Math.max(...q) - Math.min(...q));
  if (shared < 0.6 * span) return false;
  const thickness = quantile(
    [...a, ...b].map(({ candidate }) => candidate.thicknessMm ?? candidate.spacingMm[2]),
    0.5,
  );
  return median(stepsMm([...a, ...b], normal)) < 0.7 * thickness;
}

/** Distance of a point from a slice's plane, signed along the slice's normal. */
export function offPlaneMm(slice: CineSlice, point: Vector3): number {
  return dot(minus(point, slice.originMm), slice.normal);
}
