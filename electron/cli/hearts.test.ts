import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { readInstance } from '../../studies/dicom/read/instance.ts';
import type { HeartFlag, HeartMeasures } from '../../studies/library/heart-records.ts';
import { run } from '../../test/fixtures/command-line.ts';
import { pdfText } from '../../test/fixtures/pdf-text.ts';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { heartModelFolder } from '../../test/fixtures/whole-heart/heart-model.ts';
import {
  heartStudyUid,
  mirrored,
  storedBackwards,
  withPhases,
  writeHeartStudy,
  type HeartStudy,
} from '../../test/fixtures/whole-heart/heart-study.ts';
import { paintedHeart } from '../../test/fixtures/whole-heart/painted-heart.ts';
import type { HeartVolume } from '../../models/whole-heart/messages.ts';

// Each answer is a process with its own inference process.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

const folder = temporaryFolder();
const library = join(folder, 'library');
let env: Record<string, string>;

interface Heart {
  result: string;
  measures: HeartMeasures;
  planes: { view: string; used: boolean; reason: string | null }[];
  flags: HeartFlag[];
}
interface Imported {
  skipped: { reason: string }[];
}
interface Failure {
  error: { code: string; message: string };
}

async function sparrow<T>(...args: string[]) {
  const { status, stdout, stderr } = await run([...args, '--library', library, '--json'], env);
  if (stdout === '') throw new Error(stderr);
  return { status, said: JSON.parse(stdout) as T };
}

const phases = 16;
// No more slices than the networks have places for: each run then encodes once.
const painted = paintedHeart({ phases, slices: 6, stepMm: 15 });
const [stack, twoChamber, fourChamber] = painted.volumes as [HeartVolume, HeartVolume, HeartVolume];
const [edvMl, esvMl] = [Math.max(...painted.lvMl), Math.min(...painted.lvMl)];
const efPct = 100 * (1 - esvMl / edvMl);
/** Frames left of the 16 when three were lost to an early beat. */
const kept = [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14, 15];

const studies: readonly (HeartStudy & { volumes: readonly HeartVolume[] })[] = [
  { name: 'whole', volumes: painted.volumes, patientSizeM: 1.7, patientWeightKg: 70 },
  { name: 'one slice', volumes: paintedHeart({ phases, slices: 1 }).volumes },
  { name: 'three phases', volumes: paintedHeart({ phases: 3, slices: 6, stepMm: 15 }).volumes },
  { name: 'no long axis', volumes: [stack] },
  { name: 'gap', volumes: painted.volumes.map((volume) => withPhases(volume, kept)) },
  {
    name: 'turned',
    volumes: paintedHeart({ phases, slices: 6, stepMm: 15, turned: true }).volumes,
  },
  { name: 'backwards', volumes: painted.volumes.map(storedBackwards) },
  { name: 'mirrored', volumes: [stack, twoChamber, mirrored(fourChamber)] },
  { name: 'mixed', volumes: painted.volumes, patientIdOf: { 1: 'HEART-2' } },
];

const analysed = <T = Heart>(name: string) => sparrow<T>('heart', heartStudyUid(name));

const codes = ({ flags }: Heart) => flags.map(({ code }) => code);
const width = ({ measures }: Heart, name: 'lvEdvMl' | 'lvEfPct') =>
  measures[name]!.high - measures[name]!.low;

let whole: Heart;
let imported: Imported;

beforeAll(async () => {
  const models = join(folder, 'models');
  mkdirSync(models);
  renameSync(await heartModelFolder(), join(models, 'whole-heart'));
  env = { SPARROW_MODELS: models };
  for (const { volumes, ...study } of studies)
    writeHeartStudy(join(folder, 'files', study.name), volumes, study);
  imported = (await sparrow<Imported>('import', join(folder, 'files'))).said;
  whole = (await analysed('whole')).said;
});

/** The small graphs blur edges, which takes some points off the fraction. */
const near = (heart: Heart) => {
  expect(Math.abs(heart.measures.lvEdvMl!.value / edvMl - 1)).toBeLessThan(0.2);
  expect(Math.abs(heart.measures.lvEfPct!.value - efPct)).toBeLessThan(12);
};

test('a whole study is measured as it was painted', () => {
  near(whole);
  expect(whole.planes.filter(({ used }) => used).map(({ view }) => view)).toEqual(
    expect.arrayContaining(['sax', '2ch', '4ch']),
  );
  expect(codes(whole)).not.toContain('cardiac/misaligned');
});

describe('a study that is short of something', () => {
  test('one slice: said, and the interval is wider', async () => {
    const { status, said } = await analysed('one slice');
    expect(status).toBe(0);
    expect(codes(said)).toContain('cardiac/single-slice');
    expect(width(said, 'lvEfPct')).toBeGreaterThan(width(whole, 'lvEfPct'));
  });

  test('three phases: a sentence, and no number', async () => {
    const { status, said } = await analysed<Failure>('three phases');
    expect(status).toBe(1);
    expect(said.error.code).toBe('cardiac/too-few-phases');
    expect(said.error.message).toMatch(/3 phases/);
  });

  test('no long axis: every missing view is named, the interval is wider', async () => {
    const { said } = await analysed('no long axis');
    expect(codes(said).filter((code) => code === 'cardiac/view-missing')).toHaveLength(3);
    expect(codes(said)).toContain('heart-flag/no-long-axis');
    expect(width(said, 'lvEdvMl')).toBeGreaterThan(width(whole, 'lvEdvMl'));
  });

  test('frames lost to an arrhythmia: counted, and marked for review', async () => {
    const { said } = await analysed('gap');
    const gap = said.flags.find(({ code }) => code === 'cardiac/missing-frames');
    expect(gap).toMatchObject({ level: 'review', value: 3 });
  });
});

describe('a study with a plane that is stored otherwise', () => {
  test('turned by 90 degrees, or backwards with a header that says so: the same numbers', async () => {
    for (const name of ['turned', 'backwards']) {
      const { measures } = (await analysed(name)).said;
      for (const measure of ['lvEdvMl', 'lvEfPct'] as const)
        expect(measures[measure]!.value).toBeCloseTo(whole.measures[measure]!.value, 0);
    }
  });

  test('a mirrored long-axis plane: it is found not to fit, or not to be like the others', async () => {
    const { said } = await analysed('mirrored');
    const told = ['cardiac/misaligned', 'heart-flag/plane-unlike', 'heart-flag/plane-decides'];
    const aside = said.planes.some(({ view, used }) => view === '4ch' && !used);
    expect(aside || codes(said).some((code) => told.includes(code))).toBe(true);
  });
});

test('a plane of another patient: left out at import with a sentence, and missed later', async () => {
  expect(imported.skipped).toHaveLength(phases);
  for (const { reason } of imported.skipped) expect(reason).toMatch(/patient/);
  const { said } = await analysed('mixed');
  expect(said.planes.filter(({ view }) => view === '2ch')).toHaveLength(0);
  expect(codes(said)).toContain('cardiac/view-missing');
});

describe('a heart leaves', () => {
  test('as segmentations of its volumes, marked as derived, and a report of its measures', async () => {
    const { said } = await sparrow<{ written: string[] }>(
      ...['export', whole.result, '--dicom', join(folder, 'dicom')],
    );
    const headers = said.written.map(
      (file) => readInstance(new Uint8Array(readFileSync(file)), basename(file)).header,
    );
    const contours = headers.filter(({ modality }) => modality === 'SEG');
    expect(contours).toHaveLength(3);
    for (const { imageType, studyUid, derivation } of contours) {
      expect(imageType).toEqual(['DERIVED', 'PRIMARY']);
      expect(studyUid).toBe(heartStudyUid('whole'));
      expect(derivation).toContain('Research use only');
    }
    expect(headers.filter(({ modality }) => modality === 'SR')).toHaveLength(1);
  });

  test('in the report of its study', async () => {
    const file = join(folder, 'report.pdf');
    await sparrow('report', heartStudyUid('whole'), '--pdf', file);
    const text = pdfText(readFileSync(file));
    expect(text).toContain(`${whole.measures.lvEdvMl!.value.toFixed(0)} mL`);
    expect(text).toContain('height 170 cm, weight 70 kg, body surface 1.82 m²');
    expect(text).toContain('Tiny heart 0.0.1-tiny');
  });
});
