/**
 * Imports and saves results without end, printing an id only once the library said it was done.
 * The crash test kills it at a random moment.
 */
import { writeSync } from 'node:fs';
import { openLibrary } from '../open.ts';
import { importOne, newResult } from './entries.ts';

const [dir = ''] = process.argv.slice(2);
const library = openLibrary(dir);
writeSync(1, 'ready\n');
for (let n = 0; ; n++) {
  const study = `1.2.${process.pid}.${n}`;
  const volume = await importOne(library, `slice ${study}`, {
    studyUid: study,
    seriesUid: `${study}.1`,
    dims: [64, 64, 20],
  });
  writeSync(1, `volume ${volume.id}\n`);
  const entry = newResult(volume);
  await library.results.save(entry);
  writeSync(1, `result ${entry.result.id}\n`);
  const job = library.jobs.create({ kind: 'enhance', sourceVolumeId: volume.id, params: {} });
  await library.jobs.writeCheckpoint(job.id, entry.voxels);
  library.jobs.update(job.id, { state: 'done', resultId: entry.result.id });
  writeSync(1, `job ${job.id}\n`);
}
