import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cancelled } from '../../../../models/runtime/cancellation.ts';
import { createDecodePool } from '../../../../studies/dicom/decode/pool.ts';
import { planFile, structureFile } from '../../../../studies/dicom/rt/testing/rt-files.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { matchParamsSchema, type MatchRecord } from '../../../../studies/library/match-records.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import type { JobProgress, VolumeRecord } from '../../../../studies/library/records.ts';
import { newResult } from '../../../../studies/library/testing/entries.ts';
import { couchFrame, matrixOfCouch } from '../../../../studies/positioning/couch/couch-shift.ts';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.ts';
import { importPaths } from '../../services/imports/run-import.ts';
import { createVolumes } from '../../services/volumes.ts';
import { runMatchJob } from './match-job.ts';
import { matchSteps } from './run-match.ts';
import { frames, isocentreMm, needed, pairUids, writePair } from './testing/match-pair.ts';

const folder = temporaryFolder();
const pool = createDecodePool();
let library: Library;
let fixed: VolumeRecord;
let moving: VolumeRecord;

beforeAll(async () => {
  library = openLibrary(join(folder, 'library'));
  const dir = join(folder, 'in');
  writePair(dir);
  mkdirSync(join(dir, 'rt'));
  const tube = [-20, -10, 0, 10, 20].map((z) => ({
    points: [
      [-20, 30, z],
      [24, 30, z],
      [24, 66, z],
      [-20, 66, z],
    ],
  }));
  const about = { studyUid: pairUids.planningStudy, frame: frames.planning };
  const structures = [
    { number: 4, name: 'Spine', contours: tube },
    {
      number: 5,
      name: 'Far',
      contours: [
        {
          points: [
            [300, 0, 0],
            [310, 0, 0],
            [310, 9, 0],
          ],
        },
      ],
    },
  ];
  writeFileSync(
    join(dir, 'rt/rs.dcm'),
    structureFile({ uid: '1.5', imageSeries: pairUids.planningSeries, ...about }, structures),
  );
  const isocentre = isocentreMm.join('\\');
  writeFileSync(
    join(dir, 'rt/rp.dcm'),
    planFile({ uid: '1.6', structuresUid: '1.5', positions: ['HFS'], ...about }, [
      { number: 1, isocentre },
    ]),
  );
  const report = await importPaths(library, [dir], { pool });
  expect(report.skipped).toEqual([]);
  fixed = library.volumes.find(pairUids.planningSeries);
  moving = library.volumes.find(pairUids.scanSeries);
});
afterAll(async () => {
  library.close();
  await pool.close();
});

async function match(
  params: object,
  onProgress: (progress: JobProgress) => void = () => undefined,
  signal = new AbortController().signal,
): Promise<MatchRecord> {
  const ids = { fixedVolumeId: fixed.id, movingVolumeId: moving.id, metric: 'correlation' };
  const asked = matchParamsSchema.parse({ ...ids, secondOpinion: false, ...params });
  const { id } = library.jobs.create({ kind: 'match', sourceVolumeId: moving.id, params: asked });
  const job = library.jobs.claimNext()!;
  expect(job.id).toBe(id);
  try {
    await runMatchJob({ library, volumes: createVolumes(library) }, job, onProgress, signal);
  } catch (error) {
    library.jobs.update(id, { state: 'cancelled' });
    throw error;
  }
  const done = library.jobs.get(id);
  expect(done).toMatchObject({ state: 'done', error: null });
  return library.matches.get(done.resultId!);
}

test('plan, structures, isocentre and second opinion are found, and the record is kept', async () => {
  const heard: string[] = [];
  const asked = { secondOpinion: true };
  const record = await match(asked, ({ phase }) => void heard.push(phase ?? ''));
  expect(heard).toEqual(matchSteps);
  expect(record.reasons).toEqual([]);
  expect(record).toMatchObject({
    studyUid: moving.studyUid,
    method: 'automatic',
    credible: true,
    frame: { position: 'HFS', planIsocentreMm: [...isocentreMm], scanIsocentreMm: [0, 0, 0] },
    signatures: [],
  });
  expect(record.params.planId).toMatch(/-/);
  expect(record.structureSetId).toMatch(/-/);
  expect(record.warnings.map(({ code }) => code)).toEqual(['positioning/scan-isocentre-origin']);
  expect(record.residuals.map(({ name }) => name)).toEqual(['Bone', 'Spine']);
  for (const axis of ['verticalMm', 'longitudinalMm', 'lateralMm'] as const) {
    expect(Math.abs(record.couch![axis] - needed[axis]), axis).toBeLessThan(0.5);
  }
  expect(record.opinion?.program).toBe('elastix');
  expect(record.opinion?.apartMm).toBeLessThan(1);
  expect(library.matches.of(moving.studyUid).map(({ id }) => id)).toEqual([record.id]);
}, 600_000);

test('of a restored scan it tells where the region departs from the measurement', async () => {
  const restored = await restoredScan();
  const { id } = library.planning.structureSetsOf(fixed.id)[0]!;
  const region = { kind: 'structure', structureSetId: id, number: 4, marginMm: 20 };
  const start = [...matrixOfCouch(needed, couchFrame('HFS', isocentreMm, [0, 0, 0]))];
  const record = await match({ movingVolumeId: restored, region, start, mode: 'hold' });
  expect(record.params.region).toEqual(region);
  expect(record.departurePercent).toBe(100);
  const codes = record.warnings.map(({ code }) => code);
  expect(codes).toEqual(['positioning/scan-isocentre-origin', 'positioning/departs']);
});

test.each([
  [5, 'encloses nothing of the CT'],
  [6, 'is not in the set'],
])('structure %i is no region: it %s', async (number) => {
  const { id } = library.planning.structureSetsOf(fixed.id)[0]!;
  const region = { kind: 'structure', structureSetId: id, number };
  await expect(match({ region })).rejects.toMatchObject({ code: 'positioning/no-structure' });
});

test('a cancelled match ends at once and leaves nothing', async () => {
  const before = library.matches.of(moving.studyUid).length;
  const control = new AbortController();
  const stopped = match(
    {},
    ({ phase }) => phase === 'fit' && control.abort(new Cancelled()),
    control.signal,
  );
  await expect(stopped).rejects.toBeInstanceOf(Cancelled);
  expect(library.matches.of(moving.studyUid)).toHaveLength(before);
});

/** The scan as a model's output that departs by 20 HU everywhere. */
async function restoredScan(): Promise<string> {
  const made = newResult(moving);
  const map = { ...made.volume, id: randomUUID(), kind: 'other', rescaleIntercept: 20 } as const;
  const count = map.dims[0] * map.dims[1] * map.dims[2];
  await library.results.save({
    ...made,
    voxels: await library.volumes.readVoxels(moving.id),
    kept: [{ volume: map, voxels: new Uint8Array(2 * count) }],
    result: {
      ...made.result,
      evidence: {
        projectionsId: 'p',
        residualPercent: 1,
        inputResidualPercent: 1,
        perViewPercent: [1],
        departureVolume: map.id,
        departurePercent: 100,
        departureHu: 10,
      },
    },
  });
  return made.volume.id;
}
