import { afterAll, describe, expect, test } from 'vitest';
import { createDecodePool } from '../../../../studies/dicom/decode/pool.ts';
import { openLibrary } from '../../../../studies/library/open.ts';
import type { ImportReport } from '../../../../studies/library/records.ts';
import { temporaryFolder } from '../../../../studies/library/testing/entries.ts';
import { sharedData } from '../../../../test/shared-data.ts';
import { importPaths } from './run-import.ts';

const pool = createDecodePool();
afterAll(() => pool.close());

async function importTimes(times: 1 | 2, path: string): Promise<ImportReport[]> {
  const folder = temporaryFolder();
  const library = openLibrary(folder.dir);
  try {
    const reports: ImportReport[] = [];
    for (let n = 0; n < times; n++) reports.push(await importPaths(library, [path], { pool }));
    return reports;
  } finally {
    library.close();
    folder.remove();
  }
}

const importTwice = async (path: string) =>
  (await importTimes(2, path)) as [ImportReport, ImportReport];
const importOnce = async (path: string) => (await importTimes(1, path)) as [ImportReport];

/** Each series as "MODALITY instances: kind dims x phases, ...". */
function shapes({ studies }: ImportReport): string[] {
  return studies
    .flatMap(({ series }) => series)
    .map(({ modality, instances, volumes }) => {
      const shown = volumes.map(({ kind, dims, phases }) => `${kind} ${dims.join('x')}x${phases}`);
      return `${modality} ${instances}: ${shown.join(', ')}`;
    })
    .sort();
}

// These need the folder of real scanner files and skip only where it is absent.
const real = (name: string, parts: string[], check: (path: string) => Promise<void>) => {
  const path = sharedData(...parts);
  test.skipIf(path === null)(name, { timeout: 180_000 }, () => check(path ?? ''));
};

describe('real scanner files', () => {
  real(
    'OBI CBCT: one UID in all slices, an RTSTRUCT among them',
    ['cbct', 'varian-catphan', 'obi-pelvis-catphan-2.5mm.zip'],
    async (path) => {
      const [first, again] = await importTwice(path);
      expect(shapes(first)).toEqual(['CT 65: cbct 512x512x64x1']);
      expect(first.skipped).toEqual([]);
      expect(again).toEqual({ ...first, duplicates: 65 });
    },
  );

  real(
    'CT without study and series UIDs',
    ['ct', 'torso-totalsegmentator', 'example_ct_dicom'],
    async (path) => {
      const [first, again] = await importTwice(path);
      expect(shapes(first)).toEqual(['CT 20: ct 512x512x20x1']);
      expect(again.duplicates).toBe(20);
    },
  );

  real('short-axis cine', ['cine', 'sunnybrook', 'SCD0000101-dicom.zip'], async (path) => {
    const [first] = await importOnce(path);
    expect(shapes(first)).toEqual(['MR 240: cine 256x256x12x20']);
    expect(first.studies[0]?.series[0]?.volumes[0]?.phaseTimesMs).toHaveLength(20);
  });

  real('NIfTI', ['ct', 'torso-totalsegmentator', 'example_ct_sm.nii.gz'], async (path) => {
    const [first, again] = await importTwice(path);
    expect(shapes(first)).toEqual(['CT 1: ct 122x101x30x1']);
    expect(again).toEqual({ ...first, duplicates: 1 });
  });

  real('plans and structures are kept without volumes', ['rt', 'plans-and-odd'], async (path) => {
    const [{ studies, skipped }] = await importOnce(path);
    const modalities = studies.flatMap(({ series }) => series).map(({ modality }) => modality);
    expect(modalities).toEqual(expect.arrayContaining(['RTSTRUCT', 'RTPLAN', 'CT']));
    expect(skipped.some(({ path: name }) => name.endsWith('rtstruct.dcm'))).toBe(false);
    expect(skipped.every(({ reason }) => reason.length > 10)).toBe(true);
  });

  real(
    'one slice in many encodings is one slice',
    ['dicom', 'one-ct-slice-14-syntaxes'],
    async (path) => {
      const [{ studies, skipped }] = await importOnce(path);
      const slice = studies.find(({ series }) => series.some(({ modality }) => modality === 'CT'));
      expect(slice).toBeDefined();
      const conflicts = skipped.filter(({ reason }) => /identity of another file/.test(reason));
      expect(conflicts.length).toBeGreaterThanOrEqual(7);
      expect(skipped.find(({ path: name }) => name.endsWith('SOURCE.txt'))?.reason).toMatch(
        /not a DICOM/,
      );
    },
  );

  real(
    'broken files are named and the rest comes in',
    ['dicom', 'pydicom-test-files'],
    async (path) => {
      const [{ studies, skipped }] = await importOnce(path);
      expect(studies.length).toBeGreaterThan(20);
      const reason = (name: string) => skipped.find((file) => file.path.endsWith(name))?.reason;
      expect(reason('MR_truncated.dcm')).toMatch(/ends before/);
      expect(reason('README.txt')).toMatch(/not a DICOM/);
    },
  );
});
