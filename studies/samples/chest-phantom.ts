import { HuCanvas } from './hu-canvas.ts';
import { uniform, valueNoise } from './random.ts';

const FAT = -95;
const MUSCLE = 45;
const BLOOD = 40;
const LUNG = -840;

/**
 * A procedural adult chest with upper abdomen, 336 x 240 x 288 mm at 2 mm: skin, fat, muscle,
 * lungs with vessels and airways, heart, great vessels, liver, stomach with gas, spine, ribs,
 * sternum and two nodules (right 10 mm, left 16 mm). Invented anatomy; no patient's.
 */
export function chestPhantom(seed = 7): HuCanvas {
  const canvas = new HuCanvas([168, 120, 144], 2);
  const random = uniform(seed);
  const fine = valueNoise(seed, 4);
  const coarse = valueNoise(seed + 1, 14);
  const tissue = (hu: number) => (x: number, y: number, z: number) =>
    hu + 9 * fine(x, y, z) + 8 * coarse(x, y, z);

  trunk(canvas, tissue);
  lungs(canvas, fine, coarse);
  abdomen(canvas, tissue);
  lungVessels(canvas, random);
  mediastinum(canvas, tissue);
  skeleton(canvas, fine);
  canvas.ellipsoid([-62, 18, 22], [5, 5, 5], () => 30);
  canvas.ellipsoid([66, -10, -8], [8, 7, 8], () => 35);
  return canvas;
}

type Tissue = (hu: number) => (x: number, y: number, z: number) => number;

const superellipse = (x: number, y: number, a: number, b: number) =>
  Math.abs(x / a) ** 2.4 + Math.abs(y / b) ** 2.4;

function trunk(canvas: HuCanvas, tissue: Tissue): void {
  const [skin, fat, muscle] = [tissue(25), tissue(FAT), tissue(MUSCLE)];
  canvas.paint([-150, -108, -150], [150, 108, 150], (x, y, z, before) => {
    const a = 146 + 3 * Math.cos(z / 70);
    const b = 100 + 3 * Math.sin(z / 60);
    if (superellipse(x, y, a, b) > 1) return before;
    if (superellipse(x, y, a - 3, b - 3) > 1) return skin(x, y, z);
    const fold = 3 * Math.sin(x / 17) * Math.sin(z / 41);
    return superellipse(x, y - 1, a - 17 + fold, b - 15 + fold) > 1
      ? fat(x, y, z)
      : muscle(x, y, z);
  });
}

/** Height of the diaphragm: a dome on each side, right higher. */
const diaphragm = (x: number, y: number) =>
  (x < 0 ? -42 : -56) - ((x + 58 * Math.sign(-x)) ** 2 + (y - 2) ** 2) / 110;

function lungs(
  canvas: HuCanvas,
  fine: (x: number, y: number, z: number) => number,
  coarse: (x: number, y: number, z: number) => number,
): void {
  for (const side of [-1, 1]) {
    const centre = [side * 62, 0, 18];
    canvas.ellipsoid(centre, [52, 72, 150], (x, y, z, before) => {
      if (z < diaphragm(x, y) || Math.abs(x) < 16) return before;
      // The lower lung of a lying patient is denser.
      return LUNG + 0.7 * y + 30 * fine(x, y, z) + 35 * coarse(x, y, z);
    });
  }
}

function abdomen(canvas: HuCanvas, tissue: Tissue): void {
  const [liver, spleen, stomach] = [tissue(58), tissue(50), tissue(20)];
  canvas.paint([-115, -80, -150], [115, 80, -30], (x, y, z, before) => {
    if (superellipse(x, y, 112, 74) > 1 || z > diaphragm(x, y) - 3) return before;
    if (x < 28 - 0.3 * y && y < 50) return liver(x, y, z);
    if (x > 55 && y > 12) return spleen(x, y, z);
    return tissue(FAT + 10)(x, y, z);
  });
  canvas.ellipsoid([58, -22, -98], [34, 30, 32], (x, y, z) => (y < -30 ? -990 : stomach(x, y, z)));
}

/** Branching tubes from each hilum into its lung; drawn over lung only. */
function lungVessels(canvas: HuCanvas, random: () => number): void {
  const grow = (
    from: readonly number[],
    direction: readonly number[],
    radius: number,
    depth: number,
  ): void => {
    const reach = 14 + 12 * random();
    const to = from.map((p, n) => p + reach * (direction[n] as number));
    canvas.capsule(from, to, radius, radius * 0.8, (_, before) => (before < -400 ? BLOOD : before));
    if (depth === 0 || radius < 0.9) return;
    for (let branch = 0; branch < 2 + (random() < 0.35 ? 1 : 0); branch++) {
      const bent = direction.map((d) => d + 1.1 * (random() - 0.5));
      const norm = Math.hypot(...bent);
      grow(
        to,
        bent.map((d) => d / norm),
        radius * (0.62 + 0.2 * random()),
        depth - 1,
      );
    }
  };
  for (const side of [-1, 1])
    for (const [dy, dz] of [
      [-0.5, 0.7],
      [0.6, 0.5],
      [0.5, -0.6],
      [-0.5, -0.5],
      [0.1, 0.1],
    ] as const)
      grow([side * 22, 2, 20], [side * 0.75, dy, dz], 4.2, 5);
}

function mediastinum(canvas: HuCanvas, tissue: Tissue): void {
  const [heart, chamber, fat] = [tissue(45), tissue(BLOOD), tissue(FAT)];
  canvas.ellipsoid([14, -22, -18], [52, 42, 54], (x, y, z) => fat(x, y, z));
  canvas.ellipsoid([16, -22, -19], [47, 38, 49], (x, y, z) => heart(x, y, z));
  canvas.ellipsoid([30, -20, -24], [19, 16, 26], (x, y, z) => chamber(x, y, z) - 4);
  canvas.ellipsoid([-8, -26, -18], [18, 14, 24], (x, y, z) => chamber(x, y, z) - 4);
  const tube = (p: number[], q: number[], r: number, hu: number) =>
    canvas.capsule(p, q, r, r, (relative) => (relative > 0.86 ? hu + 12 : hu));
  tube([20, 42, -150], [20, 42, 60], 12, BLOOD);
  tube([20, 42, 60], [4, 4, 76], 12, BLOOD);
  tube([4, 4, 76], [-6, -20, 40], 13, BLOOD);
  tube([-24, -12, 110], [-22, -14, 20], 9, BLOOD);
  tube([8, -10, 28], [8, -6, 52], 13, BLOOD);
  const airway = (p: number[], q: number[], r: number) =>
    canvas.capsule(p, q, r, r * 0.9, (relative) => (relative > 0.82 ? 20 : -990));
  airway([0, 14, 150], [0, 16, 42], 9);
  airway([0, 16, 42], [-30, 14, 20], 6.5);
  airway([0, 16, 42], [32, 14, 18], 6);
}

function skeleton(canvas: HuCanvas, fine: (x: number, y: number, z: number) => number): void {
  const bone = (relative: number, x = 0, y = 0, z = 0) =>
    relative > 0.75 ? 620 : 190 + 45 * fine(3 * x, 3 * y, 3 * z);
  for (let z0 = -156; z0 < 160; z0 += 26) {
    canvas.paint([-18, 46, z0], [18, 78, z0 + 21], (x, y, z, before) => {
      const radial = Math.hypot(x / 17, (y - 62) / 14);
      const axial = Math.abs(z - z0 - 10.5) / 10.5;
      return radial < 1 ? bone(Math.max(radial, 0.9 * axial), x, y, z) : before;
    });
    canvas.capsule([-26, 74, z0 + 8], [26, 74, z0 + 8], 5, 5, (r) => bone(r));
    canvas.capsule([0, 84, z0 + 10], [0, 96, z0], 5, 3.5, (r) => bone(r));
  }
  canvas.capsule([0, 79, -150], [0, 79, 150], 7.5, 7.5, () => 15);
  for (const side of [-1, 1])
    for (let level = -150; level < 190; level += 26) rib(canvas, side, level, bone);
  canvas.paint([-17, -89, -40], [17, -79, 110], (x, y, _z, before) => {
    const relative = Math.max(Math.abs(x) / 16, Math.abs(y + 84) / 5);
    return relative < 1 ? bone(relative) : before;
  });
}

function rib(
  canvas: HuCanvas,
  side: number,
  level: number,
  bone: (relative: number) => number,
): void {
  let before: number[] | null = null;
  for (let angle = 78; angle >= -62; angle -= 7) {
    const a = (angle * Math.PI) / 180;
    const at = [side * 119 * Math.cos(a), 80 * Math.sin(a), level - 0.34 * (78 - angle)];
    if (before) canvas.capsule(before, at, 5, 5, (r) => bone(r));
    before = at;
  }
}
