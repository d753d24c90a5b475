import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * What only the training can measure (rivals that are trained, ablations), written by the scripts of
 * models/training/heart with the run that gave it.
 */
const recordedSchema = z.object({
  rows: z.array(z.looseObject({ kind: z.string(), name: z.string() })),
});
export type Recorded = z.infer<typeof recordedSchema>;

/** recorded.json beside this file; no rows where there is none. */
export async function recordedRows(): Promise<Recorded> {
  const text = await readFile(join(import.meta.dirname, 'recorded.json'), 'utf8').catch(() => null);
  return text === null ? { rows: [] } : recordedSchema.parse(JSON.parse(text));
}
