import { importPaths } from '../../../../electron/engine/services/imports/run-import.ts';
import { createDecodePool } from '../../../dicom/decode/pool.ts';
import { openLibrary } from '../../../library/open.ts';
import { temporaryFolder } from '../../../library/testing/entries.ts';
import { voxelArray } from '../../../volume/volume.ts';
import type { CineCandidate } from '../candidate.ts';
import { sliceReader } from './sample-candidates.ts';

/** The cine volumes of scanner files, read as the application reads them, all in memory. */
export async function realCandidates(path: string): Promise<CineCandidate[]> {
  const pool = createDecodePool();
  const folder = temporaryFolder();
  const library = openLibrary(folder.dir);
  try {
    const { studies } = await importPaths(library, [path], { pool });
    const candidates: CineCandidate[] = [];
    for (const { uid, series } of studies)
      for (const { volumes, number } of series)
        for (const volume of volumes) {
          const bytes = await library.volumes.readVoxels(volume.id);
          const stored = voxelArray(volume.voxelType, bytes.buffer);
          candidates.push({
            ...volume,
            volumeId: `series-${number}`,
            studyUid: uid,
            patientKey: 'a',
            thicknessMm: null,
            seriesNumber: number,
            readSlice: sliceReader(stored, volume.dims, volume.phases),
          });
        }
    return candidates;
  } finally {
    library.close();
    folder.remove();
    await pool.close();
  }
}
