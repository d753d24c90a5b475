import { warning, type Warning } from '../../messages/sparrow-error.ts';
import type { VolumeGeometry } from '../../volume/geometry.ts';
import type { FillPlan, ResamplePlan, SliceBlend } from './assembled.ts';
import { pixelSize } from './pixel-size.ts';
import { fitSliceGrid, standsAlone, stepsOf, type SliceGrid } from './slice-grid.ts';
import { thicknessMm } from './source-frame.ts';
import { stackDrift, type Drift } from './stack-drift.ts';
import { anyFrame, type Slice, type Stack } from './stack.ts';

/** A stack's finished grid, and which slice goes where. */
export interface StackGeometry {
  readonly geometry: VolumeGeometry;
  readonly plan: FillPlan;
  /** The stack's slices in the order of the plan; null where one is missing. */
  readonly slices: readonly (Slice | null)[];
  readonly calibrated: boolean;
  readonly warnings: readonly Warning[];
}

/** Measures a stack's grid from its positions: spacing along the normal, gaps, drift. */
export function stackGeometry(stack: Stack): StackGeometry {
  const frame = anyFrame(stack);
  const size = pixelSize(frame);
  const dims = [frame.image.columns, frame.image.rows] as const;
  const axes = [frame.row, frame.column, frame.normal] as const;
  const warnings = [...size.warnings];
  if (stack.slices.length === 1) {
    const thickness = thicknessMm(frame);
    if (thickness === null) warnings.push(warning('assemble/single-slice-thickness'));
    const spacingMm = [...size.spacingMm, thickness ?? 1] as const;
    return {
      geometry: { dims: [...dims, 1], spacingMm, originMm: frame.positionMm, axes },
      plan: { kind: 'direct' },
      slices: stack.slices,
      calibrated: size.calibrated,
      warnings,
    };
  }
  const grid = fitSliceGrid(stack.slices.map((slice) => slice.distanceMm));
  const drift = stackDrift(stack.slices, size.spacingMm);
  warnings.push(...gridWarnings(grid, stack.slices.length), ...driftWarnings(drift));
  const direct = grid.regular && drift.straight;
  const pad = direct ? noPad : paddingFor(drift);
  const origin = stack.slices[0]!.positionMm;
  const at = (c: 0 | 1 | 2) =>
    origin[c] -
    pad.x * size.spacingMm[0] * frame.row[c] -
    pad.y * size.spacingMm[1] * frame.column[c];
  const geometry: VolumeGeometry = {
    dims: [dims[0] + pad.columns, dims[1] + pad.rows, grid.count],
    spacingMm: [...size.spacingMm, grid.spacingMm],
    originMm: [at(0), at(1), at(2)],
    axes,
  };
  const plan: FillPlan = direct ? { kind: 'direct' } : resamplePlan(stack, grid, drift, pad);
  const slices = direct ? spread(stack.slices, grid) : stack.slices;
  return { geometry, plan, slices, calibrated: size.calibrated, warnings };
}

function gridWarnings(grid: SliceGrid, found: number): Warning[] {
  if (!grid.regular) {
    return [
      warning('assemble/uneven-spacing', {
        min: short(grid.minStepMm),
        max: short(grid.maxStepMm),
        spacing: short(grid.spacingMm),
      }),
    ];
  }
  const count = grid.count - found;
  return count > 0 ? [warning('assemble/missing-slices', { count, total: grid.count })] : [];
}

function driftWarnings(drift: Drift): Warning[] {
  if (drift.straight) return [];
  return drift.tiltDeg === null
    ? [warning('assemble/shifted-slices', { shift: short(drift.largestMm) })]
    : [warning('assemble/gantry-tilt', { angle: Number(drift.tiltDeg.toFixed(1)) })];
}

const short = (mm: number) => Number(mm.toFixed(2));

/** Whole pixels the grid grows by, so that no shifted slice is cut. */
interface Padding {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
}
const noPad: Padding = { x: 0, y: 0, columns: 0, rows: 0 };

function paddingFor(drift: Drift): Padding {
  const grow = (axis: 0 | 1) => {
    const shifts = drift.shiftPx.map((shift) => shift[axis]);
    const before = Math.ceil(Math.max(0, -Math.min(...shifts)) - 1e-3);
    return { before, all: before + Math.ceil(Math.max(0, ...shifts) - 1e-3) };
  };
  if (drift.straight) return noPad;
  const [x, y] = [grow(0), grow(1)];
  return { x: x.before, y: y.before, columns: x.all, rows: y.all };
}

function resamplePlan(stack: Stack, grid: SliceGrid, drift: Drift, pad: Padding): ResamplePlan {
  const { image } = anyFrame(stack);
  return {
    kind: 'resample',
    slices: Array.from({ length: grid.count }, (_, k) => blendAt(k, stack.slices, grid)),
    offsetsPx: drift.shiftPx.map(([x, y]) =>
      drift.straight ? ([0, 0] as const) : ([pad.x + x, pad.y + y] as const),
    ),
    sourceColumns: image.columns,
    sourceRows: image.rows,
  };
}

/** The two slices round a grid place; null in a gap, where nothing was measured. */
function blendAt(k: number, slices: readonly Slice[], grid: SliceGrid): SliceBlend | null {
  const { places } = grid;
  const upper = places.findIndex((place) => place >= k - 1e-6);
  if (upper <= 0 || places[upper]! - k < 1e-3) {
    const only = Math.max(0, upper);
    return { lower: only, upper: only, weight: 0 };
  }
  const lower = upper - 1;
  const weight = (k - places[lower]!) / (places[upper]! - places[lower]!);
  if (weight < 1e-3) return { lower, upper: lower, weight: 0 };
  if (grid.regular) return null;
  const steps = stepsOf(slices.map((slice) => slice.distanceMm));
  const gap = steps[lower]! > 2.5 * grid.spacingMm && standsAlone(steps, lower);
  return gap ? null : { lower, upper, weight };
}

/** Slices at their grid places, with null where one is missing. */
function spread(slices: readonly Slice[], grid: SliceGrid): (Slice | null)[] {
  const placed = new Array<Slice | null>(grid.count).fill(null);
  slices.forEach((slice, n) => {
    placed[grid.places[n]!] = slice;
  });
  return placed;
}
