import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import { matrixOf, rotationBy } from '../../../studies/positioning/registration/pose.ts';
import type { LpsPoint, Vector3 } from '../../../studies/volume/geometry.ts';

const triple = z.tuple([z.number(), z.number(), z.number()]);
const offsetsSchema = z.strictObject({
  mostMm: z.number().positive(),
  mostDeg: z.number().positive(),
  offsets: z.array(z.strictObject({ shiftMm: triple, turnDeg: triple })),
});

/** How a patient lies away from the plan: shift and rotation vector, patient axes. */
export interface Offset {
  /** Its place in the frozen list. */
  readonly number: number;
  readonly shiftMm: Vector3;
  readonly turnDeg: Vector3;
}

const file = join(import.meta.dirname, 'offsets.json');

/** The frozen list: drawn once, evenly within 10 mm along and 3 degrees about each axis. */
export async function frozenOffsets(): Promise<Offset[]> {
  const { offsets } = offsetsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  return offsets.map((offset, number) => ({ ...offset, number }));
}

/** The offsets of the n-th of so many cases: the list is dealt out in turn. */
export function offsetsOfCase(all: readonly Offset[], at: number, cases: number): Offset[] {
  return all.filter(({ number }) => number % cases === at);
}

/** The patient's move: turned about the isocentre, then shifted. */
export function moveOf(
  { shiftMm, turnDeg }: Omit<Offset, 'number'>,
  isocentreMm: LpsPoint,
): Matrix {
  const [x, y, z] = turnDeg.map((deg) => (deg * Math.PI) / 180) as [number, number, number];
  return matrixOf({ pivotMm: isocentreMm, rotation: rotationBy([x, y, z]), shiftMm });
}
