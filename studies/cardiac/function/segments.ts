import type { HeartFrame, HeartMeasure, HeartSegment } from '../../library/heart-records.ts';
import { cross, dot, type Vector3 } from '../../volume/geometry.ts';
import { nearestPhase } from './beat.ts';
import { within } from './intervals.ts';
import { septalDirection } from './septal-direction.ts';
import type { Stack, StackSlice } from './stack.ts';
import { wallPoints, type SliceLabels } from './wall-thickness.ts';

export type Level = 'base' | 'mid' | 'apex';

/** A segment needs this many outline points (about three pixels each) to be called seen. */
const fewest = 5;

/** The axes of the bull's-eye in the plane of the slices. */
export interface BullsEye {
  /** From the left ventricle's middle to the middle of the septum. */
  readonly septal: Vector3;
  /** At a right angle to it, to the front. */
  readonly anterior: Vector3;
}

/**
 * Number of the AHA segment (Cerqueira 2002) in which a direction lies. Base 1 to 6 and mid 7 to 12:
 * anterior, anteroseptal, inferoseptal, inferior, inferolateral, anterolateral, the septum's middle
 * between the second and the third; apex 13 to 16: anterior, septal, inferior, lateral.
 */
export function segmentOf(direction: Vector3, level: Level, axes: BullsEye): number {
  const degrees =
    (Math.atan2(dot(direction, axes.anterior), dot(direction, axes.septal)) * 180) / Math.PI;
  if (level === 'apex') {
    if (Math.abs(degrees) < 45) return 14;
    if (Math.abs(degrees) >= 135) return 16;
    return degrees > 0 ? 13 : 15;
  }
  const sector = [5, 4, 3, 2, 1, 6][Math.min(5, Math.floor((degrees + 180) / 60))]!;
  return sector + (level === 'mid' ? 6 : 0);
}

/**
 * Wall thickness of the 16 segments: mean and largest at end-diastole, mean at end-systole, and
 * thickening. Levels are thirds of the length over which the left ventricle shows at end-diastole,
 * kept for end-systole. Segments that no slice shows hold nulls.
 * @param counts slices whose left ventricle counts at end-diastole
 */
export function segmentsOf(
  stack: Stack,
  frame: HeartFrame,
  counts: readonly boolean[],
  edPhase: number,
  esPhase: number,
  leadPhases: number,
): HeartSegment[] {
  const shows = stack.slices.filter(
    ({ curves }, i) => counts[i] && curves.lvMm2[edPhase]! > 0 && curves.muscleMm2[edPhase]! > 0,
  );
  const levels = levelsOf(shows);
  const labelled = (phase: number) => shows.map((slice) => labelsAt(slice, phase, leadPhases));
  const ed = labelled(edPhase);
  const septum = ed.filter((slice, i) => slice !== null && levels[i] !== 'apex');
  const all = ed.filter((slice) => slice !== null);
  const septal = septalDirection(
    (septum.length > 0 ? septum : all) as SliceLabels[],
    frame,
    stack.normal,
  );
  const back = cross(stack.normal, septal);
  const axes: BullsEye = { septal, anterior: [-back[0], -back[1], -back[2]] };
  const thick = [ed, labelled(esPhase)].map((slices) => thicknesses(slices, levels, axes));
  return Array.from({ length: 16 }, (_, i) => segment(i + 1, thick[0]![i]!, thick[1]![i]!));
}

/** Mean over the segments seen and the largest of all at end-diastole; a rim of half a pixel on either side. */
export function wallMeasures(
  segments: readonly HeartSegment[],
  pixelMm: number,
): { wallMeanMm: HeartMeasure; wallMaxMm: HeartMeasure } | null {
  const means = segments.flatMap(({ edMeanMm }) => (edMeanMm === null ? [] : [edMeanMm]));
  if (means.length === 0) return null;
  const largest = Math.max(...segments.map(({ edMaxMm }) => edMaxMm ?? 0));
  const half = pixelMm * Math.SQRT1_2;
  return {
    wallMeanMm: within(means.reduce((a, b) => a + b, 0) / means.length, half),
    wallMaxMm: within(largest, half),
  };
}

/** Thirds by length, each slice where its middle lies. */
function levelsOf(slices: readonly StackSlice[]): Level[] {
  const total = slices.reduce((sum, { slabMm }) => sum + slabMm, 0);
  let behind = 0;
  return slices.map(({ slabMm }) => {
    const middle = (behind + slabMm / 2) / total;
    behind += slabMm;
    if (middle < 1 / 3) return 'base';
    return middle < 2 / 3 ? 'mid' : 'apex';
  });
}

function labelsAt(slice: StackSlice, phase: number, leadPhases: number): SliceLabels | null {
  const labels = slice.mask.labels(nearestPhase(phase, leadPhases, slice.plane.phases));
  return labels && { labels, plane: slice.plane };
}

function thicknesses(
  slices: readonly (SliceLabels | null)[],
  levels: readonly Level[],
  axes: BullsEye,
): number[][] {
  const per = Array.from({ length: 16 }, (): number[] => []);
  slices.forEach((slice, i) => {
    if (slice === null) return;
    for (const { thicknessMm, direction } of wallPoints(slice))
      per[segmentOf(direction, levels[i]!, axes) - 1]!.push(thicknessMm);
  });
  return per;
}

function segment(number: number, ed: readonly number[], es: readonly number[]): HeartSegment {
  const mean = (values: readonly number[]) =>
    values.length < fewest ? null : values.reduce((a, b) => a + b, 0) / values.length;
  const edMeanMm = mean(ed);
  const esMeanMm = mean(es);
  return {
    segment: number,
    edMeanMm,
    edMaxMm: edMeanMm === null ? null : Math.max(...ed),
    esMeanMm,
    thickeningPct:
      edMeanMm === null || esMeanMm === null ? null : (100 * (esMeanMm - edMeanMm)) / edMeanMm,
  };
}
