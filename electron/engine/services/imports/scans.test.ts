import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { createDecodePool } from '../../../../studies/dicom/decode/pool.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import { temporaryFolder } from '../../../../studies/library/testing/entries.ts';
import { sphereScan } from '../../../../studies/projections/formats/testing/sphere-scan.ts';
import { rtkGeometryXml } from '../../../../studies/projections/formats/write-rtk-geometry.ts';
import { projectionStackBytes } from '../../../../studies/projections/formats/write-stack.ts';
import { sidecarBytes, sidecarName } from '../../../../studies/projections/scan-sidecar.ts';
import { fullTurn } from '../../../../studies/tomography/circular-geometry.ts';
import { writeCbct } from '../../../../test/fixtures/cbct-series.ts';
import { importPaths } from './run-import.ts';

const scan = sphereScan({
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 24,
  detectorRows: 20,
  pixelMm: [8, 8],
  anglesDeg: fullTurn(24),
  isocentreMm: [0, 0, 0],
});
const seriesUid = '1.2.826.0.1.99.24';
const sidecar = sidecarBytes({
  studyUid: '1.2.826.0.1.99',
  seriesUid,
  frameOfReferenceUid: '1.2.826.0.1.99.1',
  description: 'The scan of the series',
  origin: 'simulated',
  photons: 5000,
});
const files = {
  'geometry.xml': new TextEncoder().encode(rtkGeometryXml(scan.geometry)),
  'stack.mha': new Uint8Array(projectionStackBytes(scan)),
};

const pool = createDecodePool();
afterAll(() => pool.close());
let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
let drop: string;
beforeEach(() => {
  folder = temporaryFolder();
  library = openLibrary(join(folder.dir, 'library'));
  drop = join(folder.dir, 'drop');
});
afterEach(() => {
  library.close();
  folder.remove();
});

function write(dir: string, content: Record<string, Uint8Array>): string {
  mkdirSync(dir, { recursive: true });
  for (const [name, bytes] of Object.entries(content)) writeFileSync(join(dir, name), bytes);
  return dir;
}
const take = (...paths: string[]) => importPaths(library, paths, { pool });

test('a stack and its geometry, dropped as two files, are projections of a study of their own', async () => {
  write(drop, files);
  const { studies, skipped } = await take(join(drop, 'stack.mha'), join(drop, 'geometry.xml'));
  expect(skipped).toEqual([]);
  expect(studies).toHaveLength(1);
  expect(studies[0]).toMatchObject({ description: 'stack', patientName: '', series: [] });
  const [record] = studies[0]!.projections;
  expect(record).toMatchObject({ origin: 'rtk', views: 24, columns: 24, rows: 20 });
  expect(await library.projections.readViews(record!.id)).toEqual(scan.lineIntegrals);
});

test('geometry of the folder above, and a zip, do as well', async () => {
  const inner = write(join(drop, 'views'), { 'stack.mha': files['stack.mha'] });
  write(join(inner, '..'), { 'geometry.xml': files['geometry.xml'] });
  expect((await take(drop)).studies[0]?.projections).toHaveLength(1);
  const zip = join(folder.dir, 'scan.zip');
  writeFileSync(
    zip,
    zipSync({ 'a/stack.mha': files['stack.mha'], 'a/geometry.xml': files['geometry.xml'] }),
  );
  const again = await take(zip);
  expect(again).toMatchObject({ skipped: [], duplicates: 2 });
  expect(library.projections.list()).toHaveLength(1);
});

test('what comes again after it was removed is back in sight', async () => {
  write(drop, files);
  await take(drop);
  const [{ id, studyUid } = { id: '', studyUid: '' }] = library.projections.list();
  library.projections.hide(id);
  await take(drop);
  expect(library.projections.list()).toHaveLength(1);
  library.studies.hide(studyUid);
  expect((await take(drop)).studies.map(({ uid }) => uid)).toEqual([studyUid]);
});

test('a scan that Sparrow wrote joins its study and its volume, whatever comes first in the drop', async () => {
  write(join(drop, 'a-scan'), { ...files, [sidecarName]: sidecar });
  writeCbct(join(drop, 'series'), { seriesUid, views: 24, size: 8 });
  const { studies, skipped } = await take(drop);
  expect(skipped).toEqual([]);
  expect(studies).toHaveLength(1);
  const [record] = studies[0]!.projections;
  expect(record).toMatchObject({
    description: 'The scan of the series',
    origin: 'simulated',
    photons: 5000,
    frameOfReferenceUid: '1.2.826.0.1.99.1',
  });
  expect(studies[0]!.series[0]!.volumes[0]).toMatchObject({ projectionsId: record!.id });
});

test('a sidecar that names a study nobody has, or makes no sense, leaves a study of its own', async () => {
  const damaged = new TextEncoder().encode('{"studyUid": 7');
  write(drop, { ...files, [sidecarName]: sidecar });
  const { studies } = await take(drop);
  expect(studies[0]!.uid).not.toBe('1.2.826.0.1.99');
  library.studies.hide(studies[0]!.uid);
  library.studies.purgeHidden();
  write(drop, { ...files, [sidecarName]: damaged });
  const again = await take(drop);
  expect(again.studies[0]!.projections[0]).toMatchObject({ origin: 'rtk' });
  expect(again.skipped).toEqual([]);
});

test('a lone volume file and a lone XML are what they were before', async () => {
  write(drop, { 'notes.xml': new TextEncoder().encode('<a/>'), 'volume.mha': files['stack.mha'] });
  const { studies, skipped } = await take(drop);
  expect(studies[0]!.series[0]!.volumes).toHaveLength(1);
  expect(skipped.map(({ path }) => path)).toEqual(['drop/notes.xml']);
});
