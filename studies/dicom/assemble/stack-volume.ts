import { warning, type Warning } from '../../messages/sparrow-error.ts';
import { dot } from '../../volume/geometry.ts';
import type { AssembledVolume } from './assembled.ts';
import { headerWindow } from './header-window.ts';
import { stackKind, valueUnit } from './kind.ts';
import { phaseTimes, rrInterval } from './phase-times.ts';
import { breaks } from './slice-grid.ts';
import { stackGeometry } from './stack-geometry.ts';
import type { Stack } from './stack.ts';

/** A stack as a volume; several where a wide gap parts it. */
export function volumesOf(stack: Stack): AssembledVolume[] {
  const distances = stack.slices.map((slice) => slice.distanceMm);
  const starts = [0, ...breaks(distances)];
  const gaps = starts.slice(1).map((n) => distances[n]! - distances[n - 1]!);
  const warnings =
    gaps.length > 0
      ? [warning('assemble/large-gap', { gap: Number(Math.max(...gaps).toFixed(1)) })]
      : [];
  return starts.map((start, n) =>
    volumeOf({
      ...stack,
      slices: stack.slices.slice(start, starts[n + 1]),
      warnings: [...stack.warnings, ...warnings],
    }),
  );
}

function volumeOf(stack: Stack): AssembledVolume {
  const all = stack.slices.flatMap((slice) => slice.frames);
  const middle = stack.slices[Math.floor(stack.slices.length / 2)]!.frames[0]!;
  const { header } = middle;
  const { geometry, plan, slices, calibrated, warnings } = stackGeometry(stack);
  const lossy = all.some((frame) => frame.header.lossy);
  return {
    studyUid: header.studyUid,
    seriesUids: homeFirst(stack),
    kind: stackKind(middle, stack.phases),
    modality: header.modality,
    description: header.seriesDescription,
    geometry,
    phases: stack.phases,
    phaseTimesMs: phaseTimes(stack),
    rrIntervalMs: rrInterval(stack),
    calibrated,
    unit: valueUnit(middle),
    window: headerWindow(middle),
    frames: Array.from({ length: stack.phases }, (_, phase) =>
      slices.map((slice) => slice?.frames[phase]?.ref ?? null),
    ),
    plan,
    warnings: unique([
      ...stack.warnings,
      ...warnings,
      ...(lossy ? [warning('assemble/lossy')] : []),
    ]),
    lossy,
    views: header.views,
    frameOfReferenceUid: stack.frameOfReferenceUid,
    derivation: header.derivation,
  };
}

/** Series of the stack; home is the one with the lowest number, so that it does not depend on order. */
function homeFirst(stack: Stack): string[] {
  const numbers = new Map<string, number>();
  for (const { frames } of stack.slices) {
    for (const { header } of frames) numbers.set(header.seriesUid, header.seriesNumber ?? Infinity);
  }
  return [...numbers]
    .sort(([uidA, a], [uidB, b]) => (a === b ? (uidA < uidB ? -1 : 1) : a - b))
    .map(([uid]) => uid);
}

function unique(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((w) => [w.message, w])).values()];
}

/** Sorting key along a common direction, so that volumes of a series come in a steady order. */
export function placeAlong({ geometry: { originMm, axes } }: AssembledVolume): number {
  return dot(axes[2], originMm);
}
