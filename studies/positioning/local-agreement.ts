import { type RigidMatch } from './registration/match.ts';
import type { PreparedVolume } from './registration/prepare.ts';
import { problemOn } from './registration/problem.ts';
import { Projection } from './registration/projection.ts';
import type { HuWindow } from './registration/window.ts';

const blockMm = 28;
const fewestPoints = 25;
/** A block flatter than this in the planning CT holds nothing to compare. */
const leastSpreadHu = 45;
/** Fat to firm bone: skin and air agree in any two bodies. */
const window: HuWindow = [-250, 600];

/**
 * Middle of the correlations within small blocks, each on its own. Two patients may agree in shape;
 * they do not agree block by block. Null where no block has structure.
 */
export function localAgreement(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  match: RigidMatch,
): number | null {
  const near = { poses: [match.pose], reachMm: 0, count: 60_000 };
  const options = { ...match.options, window: 'all', seed: match.options.seed + 7 } as const;
  const { points } = problemOn(1, fixed, moving, options, near);
  const projection = new Projection(points, moving.levels[1], moving.field, window);
  projection.read(match.pose, false);
  const blocks = new Map<string, number[]>();
  for (let n = 0; n < points.count; n++) {
    if (projection.weights[n]! < 0.5) continue;
    const place = [0, 1, 2].map((c) => Math.floor(points.positionsMm[3 * n + c]! / blockMm));
    const key = place.join();
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [n]);
    else block.push(n);
  }
  const correlations: number[] = [];
  for (const block of blocks.values()) {
    if (block.length < fewestPoints) continue;
    const f = block.map((n) => Math.min(window[1], Math.max(window[0], points.values[n]!)));
    const g = block.map((n) => projection.values[n]!);
    const c = correlated(f, g);
    if (c !== null) correlations.push(c);
  }
  if (correlations.length === 0) return null;
  correlations.sort((a, b) => a - b);
  return correlations[correlations.length >> 1]!;
}

function correlated(f: readonly number[], g: readonly number[]): number | null {
  const mean = (values: readonly number[]) => values.reduce((s, v) => s + v, 0) / values.length;
  const [a, b] = [mean(f), mean(g)];
  let [ff, gg, fg] = [0, 0, 0];
  f.forEach((value, n) => {
    ff += (value - a) ** 2;
    gg += (g[n]! - b) ** 2;
    fg += (value - a) * (g[n]! - b);
  });
  if (ff / f.length < leastSpreadHu ** 2) return null;
  return gg === 0 ? 0 : fg / Math.sqrt(ff * gg);
}
