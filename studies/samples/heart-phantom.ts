import { cross, dot, normalise, type LpsPoint, type Vector3 } from '../volume/geometry.ts';
import { valueNoise } from './random.ts';

/**
 * A procedural beating heart in a chest with balanced steady-state free-precession contrast:
 * both ventricles with walls and papillary muscles, atria, aorta, epicardial fat, lungs, liver and
 * chest wall. Invented anatomy; no patient's. Signal in arbitrary scanner units.
 */
const BLOOD = 620;
const MYOCARDIUM = 175;
const FAT = 500;
const LUNG = 28;
const MUSCLE = 140;
const LIVER = 215;
/** Thickness of the fat on the heart, and how far it reaches behind the valves, mm. */
const FAT_MM = 5;
const GROOVE_MM = 14;

/** Base to apex, towards the right ventricle, and across: the heart's own axes in patient LPS. */
export const longAxis: Vector3 = normalise([0.56, -0.6, -0.57]);
const towardsRight: Vector3 = [-0.8, -0.55, 0.15];
const along = dot(towardsRight, longAxis);
export const septalAxis: Vector3 = normalise([
  towardsRight[0] - along * longAxis[0],
  towardsRight[1] - along * longAxis[1],
  towardsRight[2] - along * longAxis[2],
]);
export const lateralAxis: Vector3 = cross(longAxis, septalAxis);

/** Centre of the mitral plane at end-diastole, patient LPS millimetres. */
export const basePoint: LpsPoint = [4, -6, 4];

const texture = valueNoise(11, 5);
const coilField = valueNoise(12, 90);

/** Signal of everything that does not move, before the coil's shading. */
export function chestSignal([x, y, z]: LpsPoint): number {
  const body = Math.abs(x / 165) ** 2.4 + Math.abs((y - 5) / 112) ** 2.4;
  if (body > 1) return 4;
  const inner = Math.abs(x / 146) ** 2.4 + Math.abs((y - 6) / 96) ** 2.4;
  const cavity = Math.abs(x / 122) ** 2.4 + Math.abs((y - 2) / 78) ** 2.4;
  let signal = FAT;
  if (inner < 1) signal = MUSCLE;
  if (cavity < 1) {
    const dome = (x < 20 ? -52 : -66) - ((x + 50 * Math.sign(20 - x)) ** 2 + y ** 2) / 150;
    signal = z > dome ? LUNG : x < 40 ? LIVER : MUSCLE + 60;
  }
  if (Math.hypot(x - 22, y - 46) < 12) signal = BLOOD - 60;
  if (Math.hypot(x, y - 66) < 19) signal = 110;
  return signal;
}

/** The receive coil's slow shading times the tissue's texture: a factor around 1 at a fixed place. */
export function shading(p: LpsPoint): number {
  const coil = 1 - 0.0022 * p[1] + 0.12 * coilField(...p);
  return Math.max(0, coil * (1 + 0.05 * texture(...p)));
}

/** Heart coordinates in millimetres: from base to apex, towards the right ventricle, across. */
export function toHeart(p: LpsPoint): Vector3 {
  const d: Vector3 = [p[0] - basePoint[0], p[1] - basePoint[1], p[2] - basePoint[2]];
  return [dot(d, longAxis), dot(d, septalAxis), dot(d, lateralAxis)];
}

/**
 * Signal of the heart at heart coordinates and a contraction (0 to 1, see beat.ts), or null outside
 * it. The left ventricle is half a prolate spheroid; its wall thickens so that muscle is kept.
 */
export function heartSignal([s, u, v]: Vector3, c: number): number | null {
  const chamber =
    leftVentricle(s, u, v, c) ?? rightVentricle(s, u, v, c) ?? atria(s, u, v, c) ?? aorta(s, u, v);
  if (chamber !== null) return chamber;
  return inEpicardialFat(s, u, v, c) ? FAT : null;
}

/** A sphere that holds the heart and its vessels at every phase. */
export function nearHeart([s, u, v]: Vector3): boolean {
  return (s - 10) ** 2 + (u - 14) ** 2 + v ** 2 < 95 ** 2;
}

/**
 * The left ventricle below its mitral plane, `base` mm from where that stands at end-diastole:
 * semi-axes of the cavity and of the wall around it. About 94 and 37 mL.
 */
export function leftVentricleAxesMm(c: number) {
  const base = 12 * c;
  return {
    base,
    cavity: { radius: 24 - 7.7 * c, length: 78 - base },
    wall: { radius: 33 - 2.6 * c, length: 88 - base },
  };
}

function leftVentricle(s: number, u: number, v: number, c: number): number | null {
  const { base, cavity, wall } = leftVentricleAxesMm(c);
  if (s < base) return null;
  const r = Math.hypot(u, v);
  const inside = ({ length, radius }: typeof wall) =>
    (r / radius) ** 2 + ((s - base) / length) ** 2 < 1;
  if (!inside(wall)) return null;
  if (!inside(cavity)) return MYOCARDIUM;
  const muscle = cavity.radius * 0.62;
  for (const side of [-1, 1])
    if (s > base + 18 && s < base + 46 && Math.hypot(u + 0.35 * muscle, v - side * muscle) < 4.2)
      return MYOCARDIUM;
  return BLOOD;
}

function rightVentricleAxesMm(c: number) {
  return {
    base: 16 * c - 2,
    centre: 30 - 3 * c,
    wall: { across: 31 - 7 * c, along: 42 - 6 * c },
    cavity: { across: 27.5 - 8 * c, along: 38.5 - 7.5 * c },
  };
}

function rightVentricle(s: number, u: number, v: number, c: number): number | null {
  const { base, centre, wall, cavity } = rightVentricleAxesMm(c);
  if (s < base) return null;
  const taper = 1 - ((s - base) / (74 - base)) ** 2;
  if (taper <= 0) return null;
  const inside = (of: typeof wall) => ((u - centre) / of.across) ** 2 + (v / of.along) ** 2 < taper;
  if (!inside(wall)) return null;
  return inside(cavity) ? BLOOD - 15 : MYOCARDIUM;
}

function atria(s: number, u: number, v: number, c: number): number | null {
  const grow = 1 + 0.16 * c;
  const chamber = (us: number, vs: number, ss: number, a: number) => {
    const q = Math.hypot(
      (u - us) / (a * grow),
      (v - vs) / (1.15 * a * grow),
      (s - ss) / (a * grow),
    );
    return q > 1 ? null : q > 0.9 ? MYOCARDIUM + 20 : BLOOD - 30;
  };
  return chamber(-4, 6, -19 + 11 * c, 23) ?? chamber(42, 8, -18 + 12 * c, 22);
}

function aorta(s: number, u: number, v: number): number | null {
  if (s > 2 || s < -70) return null;
  const r = Math.hypot(u - 16 + 0.12 * s, v + 20 + 0.1 * s);
  return r < 12.5 ? BLOOD : r < 14 ? MYOCARDIUM : null;
}

/** Fat of 5 mm round both ventricles, which also fills the groove between them and the atria. */
function inEpicardialFat(s: number, u: number, v: number, c: number): boolean {
  const { base, wall } = leftVentricleAxesMm(c);
  if (s < base - GROOVE_MM) return false;
  const left =
    (Math.hypot(u, v) / (wall.radius + FAT_MM)) ** 2 + ((s - base) / (wall.length + FAT_MM)) ** 2;
  const right = rightVentricleAxesMm(c);
  const taper = 1 - ((s - right.base) / (74 - right.base + FAT_MM)) ** 2;
  const { across, along: behind } = right.wall;
  return (
    left < 1 || ((u - right.centre) / (across + FAT_MM)) ** 2 + (v / (behind + FAT_MM)) ** 2 < taper
  );
}
