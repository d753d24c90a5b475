import { dot, type Vector3, type VolumeGeometry } from './geometry.ts';

const letters = [
  ['L', 'R'],
  ['P', 'A'],
  ['H', 'F'],
] as const;

/**
 * Patient letters of a direction, strongest first: "L", "PR", "AFL" and so on (R right, L left,
 * A anterior, P posterior, H head, F feet; as DICOM C.7.6.1.1.1, the direction points TO that side).
 * Components under sin(1.7 degrees) are left out.
 */
export function patientLetters(direction: Vector3): string {
  return [0, 1, 2]
    .map((axis) => ({ axis, value: direction[axis as 0 | 1 | 2] }))
    .filter(({ value }) => Math.abs(value) > 0.03)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .map(({ axis, value }) => letters[axis as 0 | 1 | 2][value > 0 ? 0 : 1])
    .join('');
}

export function opposite(direction: Vector3): Vector3 {
  return [-direction[0], -direction[1], -direction[2]];
}

export type GridAxis = 0 | 1 | 2;

/** Which grid axis runs most along one patient axis, and whether it runs towards + or -. */
export interface AxisMatch {
  readonly axis: GridAxis;
  readonly sign: 1 | -1;
}

/**
 * The grid axes nearest to patient x (left), y (posterior) and z (head): the permutation with the
 * largest summed alignment, so that every grid axis is used once even at 45 degrees.
 */
export function anatomicalAxes(
  geometry: VolumeGeometry,
): readonly [AxisMatch, AxisMatch, AxisMatch] {
  const permutations = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;
  const score = (p: readonly [GridAxis, GridAxis, GridAxis]) =>
    Math.abs(geometry.axes[p[0]][0]) +
    Math.abs(geometry.axes[p[1]][1]) +
    Math.abs(geometry.axes[p[2]][2]);
  let best: readonly [GridAxis, GridAxis, GridAxis] = permutations[0];
  for (const p of permutations) if (score(p) > score(best) + 1e-9) best = p;
  const match = (patient: 0 | 1 | 2): AxisMatch => ({
    axis: best[patient],
    sign: geometry.axes[best[patient]][patient] >= 0 ? 1 : -1,
  });
  return [match(0), match(1), match(2)];
}

/** Largest angle in degrees between a grid axis and its patient axis: 0 for an upright scan. */
export function obliquityDeg(geometry: VolumeGeometry): number {
  const unit: readonly Vector3[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const cosines = anatomicalAxes(geometry).map((match, n) =>
    Math.min(1, Math.abs(dot(geometry.axes[match.axis], unit[n]!))),
  );
  return (Math.acos(Math.min(...cosines)) * 180) / Math.PI;
}

/** True when two grids have the same voxels in the same places, to a hundredth of a voxel. */
export function sameGrid(a: VolumeGeometry, b: VolumeGeometry): boolean {
  return gridDifference(a, b) === null;
}

/** What differs first between two grids, in plain words for an error, or null. */
export function gridDifference(a: VolumeGeometry, b: VolumeGeometry): string | null {
  if (a.dims.some((d, n) => d !== b.dims[n])) {
    return `${a.dims.join('x')} against ${b.dims.join('x')} voxels`;
  }
  const far = (p: readonly number[], q: readonly number[], tolerance: number) =>
    p.some((value, n) => !(Math.abs(value - q[n]!) <= tolerance));
  const finest = Math.min(...a.spacingMm);
  const longest = Math.max(...a.dims);
  if (far(a.spacingMm, b.spacingMm, (0.01 * finest) / longest)) {
    return `${a.spacingMm.map(short).join('x')} against ${b.spacingMm.map(short).join('x')} mm`;
  }
  if (far(a.originMm, b.originMm, 0.01 * finest)) return 'their origins differ';
  if (a.axes.some((axis, n) => far(axis, b.axes[n]!, 0.01 / longest))) return 'they are turned';
  return null;
}

const short = (value: number) => String(Number(value.toFixed(3)));
