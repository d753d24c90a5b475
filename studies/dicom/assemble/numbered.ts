import { warning } from '../../messages/sparrow-error.ts';
import type { LpsPoint, Vector3 } from '../../volume/geometry.ts';
import { groupBy, place, thicknessMm, type PlacedFrame, type SourceFrame } from './source-frame.ts';
import type { Stack } from './stack.ts';

/** Modalities whose images are slices even when the header lost their place. */
const sliced = new Set(['CT', 'MR', 'PT']);

/**
 * Slices without positions, stacked by instance number as the last resort, with a warning. Gives
 * back what is no stack: single images and other modalities.
 */
export function stackedByNumber(frames: readonly SourceFrame[]): {
  stacks: Stack[];
  rest: SourceFrame[];
} {
  const groups = groupBy(frames, ({ header, image }) =>
    [header.studyUid, header.seriesUid, image.columns, image.rows].join('|'),
  );
  const stacks: Stack[] = [];
  const rest: SourceFrame[] = [];
  for (const group of groups) {
    const numbers = new Set(
      group.map(({ header, ref }) => `${header.instanceNumber}#${ref.frame}`),
    );
    const usable = group.length > 1 && numbers.size === group.length;
    if (usable && sliced.has(group[0]!.header.modality)) stacks.push(stack(group));
    else rest.push(...group);
  }
  return { stacks, rest };
}

function stack(group: readonly SourceFrame[]): Stack {
  const ordered = [...group].sort(
    (a, b) =>
      (a.header.instanceNumber ?? 0) - (b.header.instanceNumber ?? 0) || a.ref.frame - b.ref.frame,
  );
  const spacing = thicknessMm(ordered[0]!) ?? 1;
  const slices = ordered.map((source, n) => {
    const distanceMm = n * spacing;
    return {
      positionMm: [0, 0, distanceMm] as const,
      distanceMm,
      frames: [upright(source, distanceMm)],
    };
  });
  return {
    slices,
    phases: 1,
    timeKey: null,
    frameOfReferenceUid: null,
    warnings: [warning('assemble/no-positions', { spacing })],
  };
}

function upright(source: SourceFrame, z: number): PlacedFrame {
  const positionMm: LpsPoint = [0, 0, z];
  const [rowAxis, columnAxis]: Vector3[] = [
    [1, 0, 0],
    [0, 1, 0],
  ];
  return place({
    ...source,
    frame: { ...source.frame, positionMm, rowAxis: rowAxis!, columnAxis: columnAxis! },
  })!;
}
