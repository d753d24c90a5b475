import { contraction } from '../../../samples/beat.ts';
import {
  basePoint,
  chestSignal,
  heartSignal,
  lateralAxis,
  longAxis,
  septalAxis,
  shading,
  toHeart,
} from '../../../samples/heart-phantom.ts';
import { cross, type LpsPoint, type Vector3 } from '../../../volume/geometry.ts';
import type { CineCandidate } from '../candidate.ts';
import { negative, plus } from '../vectors.ts';
import { rotated } from './altered.ts';

const SIZE = 72;
const PIXEL_MM = 3.2;
const STEP_MM = 9;
const PHASES = 16;
const RR_INTERVAL_MS = 896;

/** Phases of one slice, put together from a volume's i, j, k, phase order. */
export function sliceReader(
  values: ArrayLike<number>,
  [columns, rows, slices]: readonly [number, number, number],
  phases: number,
): (slice: number) => Float32Array {
  const size = columns * rows;
  return (slice) => {
    const pixels = new Float32Array(phases * size);
    for (let phase = 0; phase < phases; phase++)
      for (let n = 0; n < size; n++)
        pixels[phase * size + n] = values[(phase * slices + slice) * size + n]!;
    return pixels;
  };
}

/**
 * The planes of the sample cine study (studies/samples/heart-cine.ts), sampled coarsely and without
 * noise so that tests are quick: short axis ('sax'), then '4ch', '2ch' and '3ch', by volume id.
 */
export function sampleCandidates(): CineCandidate[] {
  const right = negative(septalAxis);
  const apex = plus(basePoint, longAxis, 2 + 9 * STEP_MM);
  const long = (across: Vector3) =>
    [negative(across), longAxis, plus(plus(basePoint, longAxis, 22), across, 10), 1] as const;
  const planes = {
    sax: [right, cross(right, longAxis), plus(apex, septalAxis, 12), 10] as const,
    '4ch': long(septalAxis),
    '2ch': long(lateralAxis),
    '3ch': long(rotated(septalAxis, longAxis, -55)),
  };
  return Object.entries(planes).map(([volumeId, [row, column, centre, slices]], n) => {
    const half = (-(SIZE - 1) / 2) * PIXEL_MM;
    const volume = {
      dims: [SIZE, SIZE, slices] as const,
      spacingMm: [PIXEL_MM, PIXEL_MM, slices > 1 ? STEP_MM : 8] as const,
      originMm: plus(plus(centre, row, half), column, half),
      axes: [row, column, cross(row, column)] as const,
    };
    const painted = Array.from({ length: slices }, (_, slice) => paint(volume, slice));
    return {
      volumeId,
      studyUid: '1.2.3',
      patientKey: 'a',
      ...volume,
      phases: PHASES,
      phaseTimesMs: Array.from({ length: PHASES }, (_, p) => (p * RR_INTERVAL_MS) / PHASES),
      rrIntervalMs: RR_INTERVAL_MS,
      thicknessMm: 8,
      frameOfReferenceUid: '1.2.3.4',
      seriesNumber: n + 1,
      calibrated: true,
      readSlice: (slice: number) => painted[slice]!,
    };
  });
}

function paint(
  { originMm, axes }: { originMm: LpsPoint; axes: readonly [Vector3, Vector3, Vector3] },
  slice: number,
): Float32Array {
  const pixels = new Float32Array(PHASES * SIZE * SIZE);
  const first = plus(originMm, axes[2], slice * STEP_MM);
  for (let n = 0; n < SIZE * SIZE; n++) {
    const down = plus(first, axes[1], Math.floor(n / SIZE) * PIXEL_MM);
    const at = plus(down, axes[0], (n % SIZE) * PIXEL_MM);
    const place = toHeart(at);
    const still = chestSignal(at);
    const factor = shading(at);
    for (let phase = 0; phase < PHASES; phase++)
      pixels[phase * SIZE * SIZE + n] =
        factor * (heartSignal(place, contraction(phase / PHASES)) ?? still);
  }
  return pixels;
}
