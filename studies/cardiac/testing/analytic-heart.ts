import type { HeartFrame, HeartPlane, HeartView } from '../../library/heart-records.ts';
import { cross, dot, normalise, type Vector3 } from '../../volume/geometry.ts';
import { heartClass } from '../contours/classes.ts';
import type { MaskPlane } from '../function/mask-planes.ts';

/**
 * A beating heart with closed-form volumes. The left ventricle is half a prolate spheroid from the
 * base plane (z = 0) to the apex, wall and cavity with the same centre; the right one a crescent:
 * what a wider spheroid, moved to the right, has outside the left ventricle. Heart axes: x towards
 * the right ventricle (e1), y inferior (e2), z towards the apex (e3); mm.
 */
export interface AnalyticHeart {
  readonly frame: HeartFrame;
  /** Semi-axes of the cavity and of the epicardium at a share of the beat: across, along. */
  cavity(share: number): readonly [number, number];
  readonly epicardium: readonly [number, number];
  /** The epicardium's centre against the cavity's, x and y. */
  readonly shift: readonly [number, number];
  /** Where the right ventricle lies, degrees from x towards y; null: none. */
  readonly rightDeg: number | null;
  /** How far the base has moved towards the apex. */
  base(share: number): number;
  /** Semi-axes x, y, z of the left atrium, which touches the base from above; null: none. */
  atrium(share: number): readonly [number, number, number] | null;
  /** Cylinders along z inside the cavity: x, y, radius, from z, to z. */
  readonly papillary: readonly (readonly [number, number, number, number, number])[];
}

export const beatShares = { ed: 0, es: 0.4 };

/** Oblique axes, as a real heart has them. */
export function obliqueFrame(): HeartFrame {
  const e3 = normalise([0.56, -0.6, -0.57]);
  const usual: Vector3 = [-0.8, -0.55, 0.15];
  const along = dot(usual, e3);
  const e1 = normalise([
    usual[0] - along * e3[0],
    usual[1] - along * e3[1],
    usual[2] - along * e3[2],
  ]);
  return {
    originMm: [12, -30, 45],
    e1: [...e1],
    e2: [...cross(e3, e1)],
    e3: [...e3],
    originBy: 'long-axis',
    septalBy: 'four-chamber',
  };
}

export function analyticHeart(over: Partial<AnalyticHeart> = {}): AnalyticHeart {
  return {
    frame: obliqueFrame(),
    cavity: (share) => {
      const squeeze = contraction(share);
      return [26 - 8 * squeeze, 82 - 12 * squeeze];
    },
    epicardium: [36, 92],
    shift: [0, 0],
    rightDeg: 0,
    base: () => 0,
    atrium: () => null,
    papillary: [],
    ...over,
  };
}

/** 0 at end-diastole, 1 at end-systole, smooth and periodic. */
function contraction(share: number): number {
  const t = ((share % 1) + 1) % 1;
  const { es } = beatShares;
  const way = t < es ? t / es : 1 - (t - es) / (1 - es);
  return (1 - Math.cos(Math.PI * way)) / 2;
}

/** Half a spheroid: 2/3 pi a^2 c, mL. */
export function halfSpheroidMl([across, along]: readonly [number, number]): number {
  return ((2 / 3) * Math.PI * across * across * along) / 1000;
}

/** What lies at a point of the heart's axes at one moment. */
type At = (x: number, y: number, z: number) => number;

function classesAt(heart: AnalyticHeart, share: number): At {
  const { shift, rightDeg, epicardium } = heart;
  const base = heart.base(share);
  const la = heart.atrium(share);
  const cavity = heart.cavity(share);
  const [rx, ry] = rightDeg === null ? [1e9, 0] : rightCentre(rightDeg);
  return (x, y, z) => {
    if (z < base) {
      const inAtrium =
        la && (x / la[0]) ** 2 + (y / la[1]) ** 2 + ((z - base + la[2]) / la[2]) ** 2 <= 1;
      return inAtrium ? heartClass.leftAtrium : heartClass.background;
    }
    if (inside(cavity, x, y, z)) return heartClass.lvCavity;
    if (inside(epicardium, x - shift[0], y - shift[1], z)) return heartClass.lvMyocardium;
    return inside(rightSpheroid, x - rx, y - ry, z) ? heartClass.rvCavity : heartClass.background;
  };
}

const rightSpheroid = [40, 70] as const;

function rightCentre(degrees: number): readonly [number, number] {
  const angle = (degrees * Math.PI) / 180;
  return [28 * Math.cos(angle), 28 * Math.sin(angle)];
}

function inside([across, along]: readonly [number, number], x: number, y: number, z: number) {
  return (x * x + y * y) / (across * across) + (z * z) / (along * along) <= 1;
}

/** A plane through the heart, by its centre (in the heart's axes), its directions and its grid. */
export interface PlaneAt {
  readonly view: HeartView;
  readonly centre: Vector3;
  readonly right: Vector3;
  readonly down: Vector3;
  readonly spacingMm?: readonly [number, number];
  readonly dims?: readonly [number, number];
  readonly phases?: number;
  readonly order?: number | null;
  readonly thicknessMm?: number;
}

/** The plane as the label maps and the picture of the heart there (bright blood, dark muscle). */
export function maskPlane(heart: AnalyticHeart, at: PlaneAt, id: string): MaskPlane {
  const { frame } = heart;
  const dims = at.dims ?? [120, 96];
  const spacingMm = at.spacingMm ?? [1, 1];
  const row = inPatient(frame, at.right);
  const column = inPatient(frame, at.down);
  const centre = add(frame.originMm, inPatient(frame, at.centre), 1);
  const originMm = add(
    add(centre, row, (-(dims[0] - 1) / 2) * spacingMm[0]),
    column,
    (-(dims[1] - 1) / 2) * spacingMm[1],
  );
  const plane: HeartPlane = {
    id,
    volumeId: id,
    slice: 0,
    view: at.view,
    viewBy: 'geometry',
    order: at.order ?? null,
    used: true,
    reason: null,
    slot: null,
    phases: at.phases ?? 20,
    originMm: [...originMm],
    row: [...row],
    column: [...column],
    spacingMm: [...spacingMm],
    thicknessMm: at.thicknessMm ?? 8,
    dims: [...dims],
  };
  const labelled = new Map<number, Uint8Array>();
  const labels = (phase: number) => {
    const known = labelled.get(phase) ?? drawn(classesAt(heart, phase / plane.phases));
    labelled.set(phase, known);
    return known;
  };
  return { plane, labels, image: (phase) => drawn(signalsAt(heart, phase / plane.phases)) };

  // The heart's axes are at right angles, so the plane's own directions place its pixels.
  function drawn(value: At): Uint8Array {
    const pixels = new Uint8Array(dims[0] * dims[1]);
    const { centre: c, right, down } = at;
    for (let j = 0, k = 0; j < dims[1]; j++) {
      const v = (j - (dims[1] - 1) / 2) * spacingMm[1];
      for (let i = 0; i < dims[0]; i++, k++) {
        const u = (i - (dims[0] - 1) / 2) * spacingMm[0];
        pixels[k] = value(
          c[0] + right[0] * u + down[0] * v,
          c[1] + right[1] * u + down[1] * v,
          c[2] + right[2] * u + down[2] * v,
        );
      }
    }
    return pixels;
  }
}

function signalsAt(heart: AnalyticHeart, share: number): At {
  const classAt = classesAt(heart, share);
  return (x, y, z) => {
    const value = classAt(x, y, z);
    if (value === heartClass.rvCavity) return 180;
    if (value !== heartClass.lvCavity) return 60;
    const dark = heart.papillary.some(
      ([px, py, radius, from, to]) => Math.hypot(x - px, y - py) <= radius && z >= from && z <= to,
    );
    return dark ? 60 : 180;
  };
}

/** Short-axis slices at the given distances from the base, mm. */
export function shortAxis(
  heart: AnalyticHeart,
  positionsMm: readonly number[],
  over: Partial<PlaneAt> = {},
): MaskPlane[] {
  return positionsMm.map((z, order) =>
    maskPlane(
      heart,
      {
        view: 'sax',
        centre: [16, 0, z],
        right: [-1, 0, 0],
        down: [0, 1, 0],
        order,
        ...over,
      },
      `sax/${order}`,
    ),
  );
}

function inPatient({ e1, e2, e3 }: HeartFrame, [x, y, z]: Vector3): Vector3 {
  return [
    e1[0] * x + e2[0] * y + e3[0] * z,
    e1[1] * x + e2[1] * y + e3[1] * z,
    e1[2] * x + e2[2] * y + e3[2] * z,
  ];
}

function add(a: Vector3, b: Vector3, times: number): Vector3 {
  return [a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times];
}
