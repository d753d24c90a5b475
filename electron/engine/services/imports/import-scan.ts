import { basename } from 'node:path';
import { isRefused, type SourceFile } from '../../../../studies/dicom/sources/source.ts';
import { walk } from '../../../../studies/dicom/sources/walk.ts';
import type { Library } from '../../../../studies/library/library.ts';
import type { ProjectionsRecord } from '../../../../studies/library/records.ts';
import { takeScan } from './take-scan.ts';

/** Brings the one cone-beam scan that these paths are into the library, as `reconstruct` needs it. */
export async function importScan(
  library: Library,
  paths: readonly string[],
): Promise<ProjectionsRecord> {
  const files: SourceFile[] = [];
  for await (const item of walk(paths)) if (!isRefused(item)) files.push(item);
  const pending = library.imports.begin();
  try {
    const group = { name: basename(paths[0] ?? ''), files };
    const taken = await takeScan(
      group,
      library,
      pending,
      (studyUid) => library.imports.patientIdOf(studyUid) !== null,
    );
    const known = 'known' in taken;
    await pending.commit({
      instances: [],
      restoredFiles: [],
      volumes: [],
      replacedVolumes: [],
      projections: known ? [] : [taken.fresh],
      seenProjections: known ? [taken.known.id] : [],
      seenStudies: known ? [taken.known.studyUid] : [],
      baseline: new Map(),
      sampleStudies: [],
    });
    return library.projections.get(known ? taken.known.id : taken.fresh.record.id);
  } finally {
    await pending.abandon();
  }
}
