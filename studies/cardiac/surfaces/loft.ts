import type { Vector3 } from '../../volume/geometry.ts';
import type { Mesh } from './mesh.ts';
import { ringPoints, type Ring } from './outline-ring.ts';

/** Rings from the base to the last outline, and in the rounded end beyond it. */
const bodyRings = 32;
const capRings = 6;

/** Where a chamber ends along the stack, mm; null: not known. */
export interface LoftEnds {
  readonly baseMm: number | null;
  readonly apexMm: number | null;
}

/**
 * A closed surface through rings (base to apex, at least two). Flat at the base, half a gap beyond
 * the first ring unless known. Beyond the last ring half an ellipsoid: three quarters of a gap long
 * unless known, which holds as much as the half slab that disc summation adds there. Known ends are
 * believed up to a gap and a half beyond the outlines. Points and triangles are numbered alike for
 * any rings.
 */
export function loft(rings: readonly Ring[], normal: Vector3, ends: LoftEnds): Mesh {
  const first = rings[0]!;
  const last = rings.at(-1)!;
  const before = rings[1]!.alongMm - first.alongMm;
  const after = last.alongMm - rings.at(-2)!.alongMm;
  const base = first.alongMm - beyond(first.alongMm, ends.baseMm, -before, 0.5);
  const cap = beyond(last.alongMm, ends.apexMm, after, 0.75);
  const points = new Float32Array(((bodyRings + capRings) * ringPoints + 2) * 3);
  for (let k = 0; k < bodyRings; k++) {
    const along = base + ((last.alongMm - base) * k) / (bodyRings - 1);
    points.set(bodyRing(rings, normal, along), k * ringPoints * 3);
  }
  const middle = middleOf(last.points);
  for (let k = 0; k < capRings; k++) {
    const angle = ((k + 1) / (capRings + 1)) * (Math.PI / 2);
    const ring = capRing(last.points, middle, normal, Math.cos(angle), cap * Math.sin(angle));
    points.set(ring, (bodyRings + k) * ringPoints * 3);
  }
  const poles = (bodyRings + capRings) * ringPoints * 3;
  points.set(middleOf(points.subarray(0, ringPoints * 3)), poles);
  points.set(moved(middle, normal, cap), poles + 3);
  return { points, triangles: triangles() };
}

/** How far a chamber goes on beyond its last outline; `gap` is negative towards the base. */
function beyond(from: number, known: number | null, gap: number, share: number): number {
  const long = Math.abs(gap);
  if (known === null) return share * long;
  return Math.min(1.5 * long, Math.max(0.05 * long, (known - from) * Math.sign(gap)));
}

/** Between outlines: straight from one to the next; before the first: the first, moved. */
function bodyRing(rings: readonly Ring[], normal: Vector3, along: number): Float64Array {
  const next = rings.findIndex(({ alongMm }) => alongMm >= along - 1e-9);
  const upper = rings[next]!;
  if (next === 0) return shifted(upper.points, normal, along - upper.alongMm);
  const lower = rings[next - 1]!;
  const share = (along - lower.alongMm) / (upper.alongMm - lower.alongMm);
  return lower.points.map((value, i) => value + share * (upper.points[i]! - value));
}

function capRing(
  ring: Float64Array,
  middle: Vector3,
  normal: Vector3,
  scale: number,
  alongMm: number,
): Float64Array {
  return ring.map((value, i) => {
    const c = i % 3;
    return middle[c]! + scale * (value - middle[c]!) + alongMm * normal[c]!;
  });
}

function shifted(ring: Float64Array, normal: Vector3, mm: number): Float64Array {
  return ring.map((value, i) => value + mm * normal[i % 3]!);
}

function moved(point: Vector3, normal: Vector3, mm: number): Vector3 {
  return [point[0] + mm * normal[0], point[1] + mm * normal[1], point[2] + mm * normal[2]];
}

function middleOf(ring: ArrayLike<number>): Vector3 {
  const sum = [0, 0, 0];
  for (let i = 0; i < ring.length; i++) sum[i % 3] = sum[i % 3]! + ring[i]!;
  const count = ring.length / 3;
  return [sum[0]! / count, sum[1]! / count, sum[2]! / count];
}

function triangles(): Uint32Array {
  const rings = bodyRings + capRings;
  const [base, apex] = [rings * ringPoints, rings * ringPoints + 1];
  const corners: number[] = [];
  for (let i = 0; i < ringPoints; i++) {
    const next = (i + 1) % ringPoints;
    corners.push(base, next, i);
    for (let k = 0; k < rings - 1; k++) {
      const [here, there] = [k * ringPoints, (k + 1) * ringPoints];
      corners.push(here + i, here + next, there + i, here + next, there + next, there + i);
    }
    const last = (rings - 1) * ringPoints;
    corners.push(last + i, last + next, apex);
  }
  return Uint32Array.from(corners);
}
