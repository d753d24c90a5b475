import { WATER_MU_PER_MM } from '../circular-geometry.ts';
import type { Solid } from './solids.ts';

/** Half axes, centre (shares of the phantom's half width), turn about z and density of each ellipsoid. */
const sheppLoganTable = [
  [0.69, 0.92, 0.81, 0, 0, 0, 0, 1],
  [0.6624, 0.874, 0.78, 0, -0.0184, 0, 0, -0.8],
  [0.11, 0.31, 0.22, 0.22, 0, 0, -18, -0.2],
  [0.16, 0.41, 0.28, -0.22, 0, 0, 18, -0.2],
  [0.21, 0.25, 0.41, 0, 0.35, -0.15, 0, 0.1],
  [0.046, 0.046, 0.05, 0, 0.1, 0.25, 0, 0.1],
  [0.046, 0.046, 0.05, 0, -0.1, 0.25, 0, 0.1],
  [0.046, 0.023, 0.05, -0.08, -0.605, 0, 0, 0.1],
  [0.023, 0.023, 0.02, 0, -0.606, 0, 0, 0.1],
  [0.023, 0.046, 0.02, 0.06, -0.605, 0, 0, 0.1],
] as const;

/** The three-dimensional Shepp-Logan head with the contrasts raised as is usual; skull 1, air 0. */
export function sheppLogan(halfWidthMm: number, mu = WATER_MU_PER_MM): Solid[] {
  return sheppLoganTable.map(([ax, ay, az, x, y, z, turnDeg, density]) => ({
    kind: 'ellipsoid',
    centreMm: [x * halfWidthMm, y * halfWidthMm, z * halfWidthMm],
    halfMm: [ax * halfWidthMm, ay * halfWidthMm, az * halfWidthMm],
    turnDeg,
    mu: density * mu,
  }));
}

/** Plastics of a CT quality phantom with their usual CT numbers. */
export const insertHu = [-1000, -180, -100, -40, 120, 340, 990] as const;

/** A water cylinder with rods of plastics on a circle, as CT quality phantoms have. */
export function insertPhantom(radiusMm = 80, ringMm = 50, rodMm = 12, halfLengthMm = 60) {
  const rods = insertHu.map((hu, n) => {
    const angle = (2 * Math.PI * n) / insertHu.length;
    const centreMm = [ringMm * Math.cos(angle), ringMm * Math.sin(angle), 0] as const;
    return { hu, centreMm, rodMm };
  });
  const solids: Solid[] = [
    {
      kind: 'cylinder',
      centreMm: [0, 0, 0],
      halfMm: [radiusMm, radiusMm, halfLengthMm],
      mu: WATER_MU_PER_MM,
    },
    ...rods.map(({ hu, centreMm }) => ({
      kind: 'cylinder' as const,
      centreMm,
      halfMm: [rodMm, rodMm, halfLengthMm] as const,
      mu: (WATER_MU_PER_MM * hu) / 1000,
    })),
  ];
  return { solids, rods };
}
