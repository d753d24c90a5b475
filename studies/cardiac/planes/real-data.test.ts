import { describe, expect, test } from 'vitest';
import { importPaths } from '../../../electron/engine/services/imports/run-import.ts';
import { sharedData } from '../../../test/shared-data.ts';
import { createDecodePool } from '../../dicom/decode/pool.ts';
import { heartCorrectionsSchema, type HeartPlanes } from '../../library/heart-records.ts';
import { openLibrary } from '../../library/open.ts';
import { temporaryFolder } from '../../library/testing/entries.ts';
import { voxelToPatient, type LpsPoint } from '../../volume/geometry.ts';
import { voxelArray } from '../../volume/volume.ts';
import type { CineCandidate } from './candidate.ts';
import { cropGrid, applyAffine } from './crop-grid.ts';
import { planeFlags } from './plane-flags.ts';
import { sliceReader } from './testing/sample-candidates.ts';
import { understandPlanes } from './understand-planes.ts';

/** The cine volumes of scanner files, read as the application reads them, all in memory. */
async function realCandidates(path: string): Promise<CineCandidate[]> {
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

/** Centre of the cavity by expert contours: slice from the base, column and row; means of ED and ES. */
const cavities = {
  SCD0000101: [
    [3, 131.5, 139.2],
    [5, 127.7, 136.4],
    [7, 131.7, 139.4],
    [9, 131.6, 140.4],
  ],
  SCD0000201: [
    [3, 127.7, 120.3],
    [5, 128.0, 117.3],
    [7, 125.3, 115.2],
    [9, 122.3, 117.3],
  ],
} as const;

const real = (
  name: string,
  parts: string[],
  check: (heart: HeartPlanes, candidates: CineCandidate[]) => void | Promise<void>,
) => {
  const path = sharedData('cine', ...parts);
  // Real scanner files are not part of the repository: without their folder this test skips.
  test.skipIf(path === null)(name, { timeout: 300_000 }, async () => {
    const candidates = await realCandidates(path ?? '');
    const corrections = heartCorrectionsSchema.parse({});
    await check(await understandPlanes(candidates, corrections), candidates);
  });
};

describe('real cine studies', () => {
  for (const [patient, expert] of Object.entries(cavities))
    real(
      `${patient}: base first, cavity in the middle`,
      ['sunnybrook', `${patient}-dicom.zip`],
      (heart, [volume]) => {
        const slices = volume!.dims[2];
        const stack = heart.planes.filter(({ view, used }) => view === 'sax' && used);
        expect(stack.map(({ slice }) => slice)).toEqual(
          Array.from({ length: slices }, (_, n) => slices - 1 - n),
        );
        expect(heart.frame).toMatchObject({ originBy: 'variance', septalBy: 'usual' });
        for (const [order, column, row] of expert) {
          const { imageToCrop } = cropGrid(stack[order]!, heart.frame!);
          const [x, y] = applyAffine(imageToCrop, column, row);
          expect(2 * Math.hypot(x - 47.5, y - 47.5)).toBeLessThan(15);
        }
      },
    );

  real(
    'pig: a short axis and a parallel long-axis stack',
    ['pig-e774', 'pig-sax-lax.zip'],
    async (heart, candidates) => {
      const stack = heart.planes.filter(({ view, used }) => view === 'sax' && used);
      expect(stack.map(({ volumeId }) => volumeId)).toEqual(Array(20).fill('series-5'));
      expect(stack[0]!.slice).toBe(19);
      const long = heart.planes.filter(({ volumeId }) => volumeId === 'series-6');
      expect(long).toHaveLength(14);
      expect(long.filter(({ used }) => used).map(({ view }) => view)).toEqual(['4ch']);
      expect(long.filter(({ used }) => !used).every(({ reason }) => reason !== null)).toBe(true);
      // By eye: the cavity's middle in slice 9 of the short axis.
      const volume = candidates.find(({ volumeId }) => volumeId === 'series-5')!;
      const cavity: LpsPoint = voxelToPatient(volume, [145, 134, 9]);
      const off = heart.frame!.originMm.map((c, n) => c - cavity[n]!);
      expect(Math.hypot(...off)).toBeLessThan(12);
      const flags = await planeFlags(heart, candidates, null);
      expect(flags.filter(({ level }) => level === 'review')).toEqual([]);
    },
  );
});
