import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename, extname, posix } from 'node:path';
import { newUid } from '../../../../studies/dicom/write/uid.ts';
import type {
  ImportedProjections,
  Library,
  PendingImport,
} from '../../../../studies/library/library.ts';
import { scanContent } from '../../../../studies/library/scan-content.ts';
import { findSidecar } from '../../../../studies/projections/scan-sidecar.ts';
import { bytesOf } from '../../../../studies/volume/volume.ts';
import { newProjections } from '../../jobs/scans/scan-records.ts';
import { offThread } from '../off-thread.ts';
import { bareHeader } from './bare-header.ts';
import { contentUid } from './identity.ts';
import type { ScanGroup } from './scan-files.ts';

/** What became of a scan's files: new projections, or those that the library has. */
export type TakenScan =
  { fresh: ImportedProjections } | { known: { id: string; studyUid: string } };

/**
 * Reads a cone-beam scan. Its files say nothing of a patient, so it is a study of its own, unless
 * Sparrow wrote it and `hasStudy` knows the study that it names. Its line integrals are written at once. Throws SparrowError 'projections/*' with what is wrong.
 */
export async function takeScan(
  group: ScanGroup,
  library: Library,
  pending: PendingImport,
  hasStudy: (studyUid: string) => boolean,
): Promise<TakenScan> {
  const files = await Promise.all(
    group.files.map(async (file) => {
      const { name, path } = file;
      if (path !== null) return { name, path };
      const staged = pending.stagingPath();
      await writeFile(staged, await file.bytes(), { mode: 0o600 });
      return { name, path: staged };
    }),
  );
  const { projections, warnings, ...about } = await offThread('readScan', files);
  const sidecar = await findSidecar(group.files);
  const made = await newProjections(projections, {
    studyUid: '',
    description: sidecar?.description ?? about.description,
    origin: sidecar?.origin ?? about.origin,
    photons: sidecar?.photons ?? about.photons,
    frameOfReferenceUid: sidecar?.frameOfReferenceUid ?? newUid(),
    sourceVolumeId: null,
    warnings: warnings.map(({ code, params, message }) => ({
      code,
      params: { ...params },
      message,
    })),
  });
  const known = library.projections.findSame(made.record);
  if (known !== null) return { known };
  const owner = sidecar !== null && hasStudy(sidecar.studyUid) ? sidecar : null;
  const studyUid = owner?.studyUid ?? contentUid(scanContent(made.record), 'study');
  const record = { ...made.record, id: randomUUID(), studyUid };
  const writer = await pending.lineIntegrals(record.id);
  try {
    await writer.write(bytesOf(projections.lineIntegrals), 0);
  } finally {
    await writer.close();
  }
  const study = studyHeader(studyUid, group);
  return { fresh: { record, study, volumeSeriesUid: owner?.seriesUid ?? null } };
}

function studyHeader(studyUid: string, group: ScanGroup): ImportedProjections['study'] {
  const name = posix.basename(group.name);
  const stem = basename(name, extname(name)) || name;
  return bareHeader({ studyUid, studyDescription: stem });
}
