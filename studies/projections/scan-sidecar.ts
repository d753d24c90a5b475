import { basename } from 'node:path';
import { z } from 'zod';

/** Lies beside projections that Sparrow wrote and says what no RTK file can: where they belong. */
export const sidecarName = 'sparrow-scan.json';

const sidecarSchema = z.object({
  studyUid: z.string().min(1).max(64),
  /** Series of the volume that was reconstructed from these projections. */
  seriesUid: z.string().min(1).max(64).nullable(),
  frameOfReferenceUid: z.string().min(1).max(64).nullable(),
  description: z.string().max(1024),
  origin: z.string().max(64),
  photons: z.number().positive().nullable(),
});
export type ScanSidecar = z.infer<typeof sidecarSchema>;

export function sidecarBytes(sidecar: ScanSidecar): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(sidecar, null, 2)}\n`);
}

export function isSidecar(name: string): boolean {
  return basename(name) === sidecarName;
}

/** The sidecar among a scan's files; null when there is none, or none that makes sense. */
export async function findSidecar(
  files: readonly { name: string; bytes(): Promise<Uint8Array> }[],
): Promise<ScanSidecar | null> {
  const file = files.find(({ name }) => isSidecar(name));
  if (file === undefined) return null;
  try {
    const text = new TextDecoder().decode(await file.bytes());
    return sidecarSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
