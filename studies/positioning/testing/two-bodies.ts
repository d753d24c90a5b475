import type { LpsPoint } from '../../volume/geometry.ts';

/** A part of a synthetic body; later parts lie over earlier ones. Patient LPS millimetres. */
export interface Organ {
  readonly shape: 'ellipsoid' | 'cylinder' | 'box';
  readonly centreMm: LpsPoint;
  readonly halfMm: readonly [number, number, number];
  readonly turnDeg?: number;
  readonly hu: number;
}

const part = (
  shape: Organ['shape'],
  hu: number,
  centreMm: LpsPoint,
  halfMm: readonly [number, number, number],
  turnDeg = 0,
): Organ => ({ shape, hu, centreMm, halfMm, turnDeg });

/** A vertebra every so far, each with a disc, an arch and a process that leans to one side. */
function spine(at: LpsPoint, everyMm: number, size: number, lean: number): Organ[] {
  return [-3, -2, -1, 0, 1, 2, 3].flatMap((n) => {
    const z = at[2] + n * everyMm;
    // Vertebrae grow towards the feet, so that one cannot be taken for the next.
    const r = size * (1 - 0.04 * n);
    return [
      part('cylinder', 350, [at[0] + lean * n, at[1], z], [r, 0.8 * r, 0.36 * everyMm]),
      part('box', 500, [at[0] + lean * n, at[1] + 1.6 * r, z - 3], [0.25 * r, 0.7 * r, 6], 4 * n),
      part('box', 420, [at[0] + lean * n - 1.4 * r, at[1] + r, z], [0.7 * r, 4, 5], 20),
      part('box', 420, [at[0] + lean * n + 1.3 * r, at[1] + r, z + 2], [0.6 * r, 4, 5], -25),
    ];
  });
}

/** A trunk with liver, kidneys, gut gas and a hip bone on either side, not the same left and right. */
export const anna: readonly Organ[] = [
  part('ellipsoid', -100, [0, 0, 0], [135, 92, 260]),
  part('ellipsoid', 50, [0, 4, 0], [118, 78, 240]),
  part('ellipsoid', 105, [-58, -14, 45], [52, 50, 40], 20),
  part('ellipsoid', 85, [70, 20, 52], [28, 34, 24]),
  part('ellipsoid', 30, [-52, 38, 0], [20, 16, 34]),
  part('ellipsoid', 30, [58, 40, 10], [19, 17, 32]),
  part('ellipsoid', -700, [22, -42, 18], [30, 16, 20], -25),
  part('ellipsoid', -500, [-30, -46, -30], [18, 14, 26], 15),
  part('ellipsoid', 5, [6, -30, -66], [34, 26, 22]),
  part('ellipsoid', -90, [10, -10, 4], [26, 18, 44]),
  ...spine([2, 46, 0], 32, 22, 1.2),
  part('ellipsoid', 480, [-82, 18, -62], [16, 40, 34], -20),
  part('ellipsoid', 200, [-82, 18, -62], [10, 32, 27], -20),
  part('ellipsoid', 520, [84, 14, -56], [15, 38, 36], 24),
  part('ellipsoid', 210, [84, 14, -56], [9, 30, 29], 24),
  part('cylinder', 600, [-40, 70, 60], [6, 6, 40], 0),
  part('box', 450, [96, -16, 70], [5, 34, 6], 18),
  part('box', 450, [-98, -10, 62], [5, 36, 6], -14),
];

/** Another trunk: wider, other organs, other bones. */
export const bert: readonly Organ[] = [
  part('ellipsoid', -100, [4, 6, 0], [148, 104, 300]),
  part('ellipsoid', 45, [2, 8, 0], [120, 84, 270]),
  part('ellipsoid', 95, [-40, -20, 66], [66, 42, 30], -10),
  part('ellipsoid', 70, [78, 10, 30], [20, 44, 30], 10),
  part('ellipsoid', 25, [-66, 48, 22], [18, 18, 28]),
  part('ellipsoid', 25, [50, 50, -14], [22, 15, 38]),
  part('ellipsoid', -800, [-10, -56, -4], [44, 14, 16], 10),
  part('ellipsoid', -650, [54, -30, -40], [14, 20, 30], 40),
  part('ellipsoid', 0, [-12, -24, -72], [26, 32, 16]),
  part('ellipsoid', -95, [-20, 0, 10], [34, 14, 30], 30),
  ...spine([-5, 58, 9], 36, 25, -2),
  part('ellipsoid', 560, [-94, 30, -50], [13, 48, 26], -35),
  part('ellipsoid', 180, [-94, 30, -50], [8, 40, 20], -35),
  part('ellipsoid', 560, [92, 34, -70], [18, 34, 26], 12),
  part('ellipsoid', 180, [92, 34, -70], [11, 27, 20], 12),
  part('box', 480, [106, 0, 40], [5, 42, 7], 10),
  part('box', 480, [-104, 6, 78], [5, 38, 7], -22),
];
