import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { matrixSchema } from '../../studies/dicom/rt/planning-records.ts';
import type { MatchRegionChoice } from '../../studies/library/match-records.ts';
import { sentence, SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { Services } from '../engine/services/services.ts';
import { parseRoi } from './roi.ts';
import { UsageError } from './usage.ts';

/** A parser of a point of the patient, `x,y,z` in LPS millimetres. */
export function point(option: string) {
  return (value: string): [number, number, number] => {
    const words = value.split(',');
    const [x = NaN, y = NaN, z = NaN] = words.map((word) => (word.trim() ? Number(word) : NaN));
    if (words.length === 3 && [x, y, z].every(Number.isFinite)) return [x, y, z];
    const what = 'three numbers, like 10,-12.5,0';
    throw new InvalidArgumentError(sentence('cli/bad-number', { option, what, value }));
  };
}

/** A box, else the name of a structure drawn on the planning CT. */
export function boxOrName(text: string): { box: MatchRegionChoice } | { name: string } {
  if (!/^(box|sphere|circle):/.test(text)) return { name: text };
  const roi = parseRoi(text);
  if (roi.kind !== 'box') throw new UsageError('cli/match-region', { roi: text });
  return { box: roi };
}

/**
 * The newest structure of that name in the planning CT's frame; upper and lower case are the same.
 * Throws 'positioning/no-structure'.
 */
export async function structureNamed(
  { planning, volumes }: Services,
  fixedVolumeId: string,
  name: string,
  marginMm: number,
): Promise<MatchRegionChoice> {
  const { studyUid } = await volumes.get(fixedVolumeId);
  const { structureSets } = await planning.of(studyUid);
  for (const { id, volumeId, volumesInFrame, record } of structureSets) {
    if (volumeId !== fixedVolumeId && !volumesInFrame.includes(fixedVolumeId)) continue;
    const found = record.structures.find(
      (one) => one.closedContours > 0 && one.name.toLowerCase() === name.toLowerCase(),
    );
    if (found !== undefined) {
      return { kind: 'structure', structureSetId: id, number: found.number, marginMm };
    }
  }
  throw new SparrowError('positioning/no-structure', { name });
}

const row = z.array(z.number()).length(4);
const nested = z.array(row).length(4);
const matrixFile = z
  .union([matrixSchema, nested, z.object({ matrix: z.union([matrixSchema, nested]) })])
  .transform((found) => ('matrix' in found ? found.matrix : found).flat());

/** Sixteen numbers of a JSON file, flat, row by row or as an earlier match's answer. */
export async function matrixIn(file: string): Promise<number[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new SparrowError('cli/no-such-file', { file: basename(file) }, { cause });
  });
  try {
    return matrixFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new SparrowError('cli/not-a-matrix', { file: basename(file) }, { cause });
  }
}
