import {
  basePoint,
  lateralAxis,
  leftVentricleAxesMm,
  longAxis,
  septalAxis,
} from '../../../studies/samples/heart-phantom.ts';

interface Mesh {
  readonly classId: number;
  readonly points: number[];
  readonly triangles: number[];
}

const around = 48;
const downwards = 24;

/** Patient LPS of heart coordinates: along the axis, towards the septum, to the side. */
function toPatient(s: number, u: number, v: number): number[] {
  return [0, 1, 2].map(
    (c) => basePoint[c]! + s * longAxis[c]! + u * septalAxis[c]! + v * lateralAxis[c]!,
  );
}

/** A closed surface from rings between base and tip; `at` gives a ring's point at an angle. */
function closed(
  classId: number,
  from: number,
  to: number,
  at: (s: number, angle: number) => [u: number, v: number],
): Mesh {
  const points: number[] = [];
  const triangles: number[] = [];
  const rings = downwards + 1;
  for (let ring = 0; ring < rings; ring++) {
    // Close together at the tip, where the surface turns fastest.
    const s = from + (to - from) * Math.sin((ring / downwards) * (Math.PI / 2));
    for (let n = 0; n < around; n++) {
      points.push(...toPatient(s, ...at(s, (2 * Math.PI * n) / around)));
    }
  }
  for (let ring = 0; ring < downwards; ring++) {
    for (let n = 0; n < around; n++) {
      const [a, b] = [ring * around + n, ring * around + ((n + 1) % around)];
      triangles.push(a, b, b + around, a, b + around, a + around);
    }
  }
  const middle = points.length / 3;
  points.push(...toPatient(from, ...centreOf(at, from)));
  for (let n = 0; n < around; n++) triangles.push(middle, (n + 1) % around, n);
  return { classId, points, triangles };
}

function centreOf(at: (s: number, angle: number) => [number, number], s: number): [number, number] {
  const [a, b] = [at(s, 0), at(s, Math.PI)];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

/** Both ventricles of the sample at a contraction: classes 1, 2 and 3. */
export function bodyMeshes(c: number): Mesh[] {
  const { base, cavity, wall } = leftVentricleAxesMm(c);
  const radiusAt = ({ length, radius }: typeof wall, s: number) =>
    radius * Math.sqrt(Math.max(0, 1 - ((s - base) / length) ** 2));
  const round =
    (body: typeof wall) =>
    (s: number, angle: number): [number, number] => [
      radiusAt(body, s) * Math.cos(angle),
      radiusAt(body, s) * Math.sin(angle),
    ];
  const low = 16 * c - 2;
  const right = (s: number, angle: number): [number, number] => {
    const taper = Math.sqrt(Math.max(0, 1 - ((s - low) / (74 - low)) ** 2));
    const u = 30 - 3 * c + (27.5 - 8 * c) * taper * Math.cos(angle);
    const v = (38.5 - 7.5 * c) * taper * Math.sin(angle);
    const outside = radiusAt(wall, s) + 0.5;
    const r = Math.hypot(u, v);
    return r < outside ? [(u * outside) / r, (v * outside) / r] : [u, v];
  };
  return [
    closed(1, base, base + cavity.length, round(cavity)),
    closed(2, base, base + wall.length, round(wall)),
    closed(3, Math.max(low, base - 4), 73.5, right),
  ];
}

/** As the engine sends surfaces. */
export function bodyBytes(meshes: readonly Mesh[]): Uint8Array {
  const parts = [Uint32Array.of(meshes.length)] as (Uint32Array | Float32Array)[];
  for (const { classId, points, triangles } of meshes) {
    parts.push(Uint32Array.of(classId, points.length / 3, triangles.length / 3));
    parts.push(Float32Array.from(points), Uint32Array.from(triangles));
  }
  return Buffer.concat(parts.map((part) => Buffer.from(part.buffer)));
}
