import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DecodedFrame } from '../../../../studies/dicom/types.ts';
import { temporaryFolder } from '../../../../studies/library/testing/entries.ts';
import { bareHeader } from './bare-header.ts';
import { FrameStore } from './frame-store.ts';
import { withIdentity } from './identity.ts';
import { inOrder } from './in-order.ts';
import { readSource } from './read-sources.ts';
import { safeParts, Uploads } from './uploads.ts';
import { WalkAhead } from './walk-ahead.ts';

describe('inOrder', () => {
  test('gives outcomes in order with a few under way', async () => {
    let underWay = 0;
    let most = 0;
    const work = async (n: number) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, n % 3));
      underWay--;
      return n;
    };
    const items = Array.from({ length: 20 }, (_, n) => n);
    const outcomes: number[] = [];
    for await (const outcome of inOrder(items, 4, work)) outcomes.push(outcome);
    expect(outcomes).toEqual(items);
    expect(most).toBe(4);
  });

  test('a failure ends the walk after what is under way', async () => {
    let finished = 0;
    const work = async (n: number) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (n === 1) throw new Error('one');
      finished++;
    };
    const all = async () => {
      for await (const _ of inOrder([0, 1, 2, 3, 4, 5], 3, work));
    };
    await expect(all()).rejects.toThrow('one');
    expect(finished).toBe(3);
  });
});

describe('WalkAhead', () => {
  test('gives what comes while it comes, and again', async () => {
    const walk = async function* () {
      for (let n = 0; n < 5; n++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        yield n;
      }
    };
    const ahead = new WalkAhead(walk());
    for (let round = 0; round < 2; round++) {
      const items: number[] = [];
      for await (const item of ahead) items.push(item);
      expect(items).toEqual([0, 1, 2, 3, 4]);
    }
    expect(ahead).toMatchObject({ complete: true, found: 5 });
  });

  test('a walk that fails tells whoever goes through it', async () => {
    const walk = async function* () {
      yield 1;
      throw new Error('unreadable');
    };
    const through = async () => {
      for await (const _ of new WalkAhead(walk()));
    };
    await expect(through()).rejects.toThrow('unreadable');
  });
});

describe('FrameStore', () => {
  const frame = (value: number): DecodedFrame => ({
    rows: 1,
    columns: 4,
    samplesPerPixel: 1,
    pixels: Uint8Array.of(value, 0, 0, 0),
  });

  test('gives what it kept, decodes again what did not fit, whole files once', async () => {
    const asked: string[] = [];
    const store = new FrameStore(8, async (id, which) => {
      asked.push(`${id} ${which}`);
      return which === 'all' ? [frame(10), frame(11), frame(12)] : [frame(20)];
    });
    store.put('small', [frame(1), frame(2)]);
    store.put('late', [frame(3)]);
    store.put('many', [frame(4), frame(5), frame(6)]);
    const value = async (id: string, n: number) => (await store.take({ id, frame: n })).pixels[0];
    expect(await value('small', 1)).toBe(2);
    expect(await value('late', 0)).toBe(20);
    expect([await value('many', 0), await value('many', 2)]).toEqual([10, 12]);
    expect(asked).toEqual(['late 0', 'many all']);
  });
});

describe('identity', () => {
  const header = bareHeader({ patientId: 'P', studyDate: '20260101', modality: 'CT' });

  test('slices without UIDs stay together by header and folder', () => {
    const one = withIdentity(header, 'a'.repeat(64), 'scan');
    const two = withIdentity({ ...header, instanceNumber: 2 }, 'b'.repeat(64), 'scan');
    expect(one.studyUid).toBe(two.studyUid);
    expect(one.seriesUid).toBe(two.seriesUid);
    expect(one.sopInstanceUid).not.toBe(two.sopInstanceUid);
    expect(one.studyUid).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
    expect(withIdentity(header, 'a'.repeat(64), 'other').studyUid).not.toBe(one.studyUid);
    const otherSeries = withIdentity({ ...header, seriesDescription: 'B' }, 'c'.repeat(64), 'scan');
    expect(otherSeries.studyUid).toBe(one.studyUid);
    expect(otherSeries.seriesUid).not.toBe(one.seriesUid);
  });

  test('UIDs that are there are kept', () => {
    const whole = { ...header, studyUid: '1', seriesUid: '2', sopInstanceUid: '3' };
    expect(withIdentity(whole, 'a'.repeat(64), 'scan')).toEqual(whole);
  });
});

test('a file too big for the memory is refused before it is opened', async () => {
  const source = {
    name: 'scan/huge.dcm',
    path: '/nowhere/huge.dcm',
    size: 2 ** 50,
    bytes: () => Promise.reject(new Error('opened')),
    sibling: () => Promise.resolve(null),
  };
  const load = () => Promise.reject(new Error('opened'));
  const outcome = await readSource(source, '/nowhere/staged', { load });
  expect(outcome).toMatchObject({ kind: 'skipped', name: 'scan/huge.dcm' });
  expect(outcome.kind === 'skipped' && outcome.reason).toMatch(/huge\.dcm needs .* GiB of memory/);
});

describe('uploads', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());
  const body = (text: string) => new Blob([text]).stream();

  test.each([
    ['study/IM1', ['study', 'IM1']],
    ['../../etc/passwd', ['etc', 'passwd']],
    ['/abs/olute', ['abs', 'olute']],
    ['C:\\scans\\a.dcm', ['C_', 'scans', 'a.dcm']],
    ['a/./b/../c', ['a', 'b', 'c']],
    ['.hidden', ['_.hidden']],
    ['nul\u0000byte', ['nul_byte']],
    ['', ['file']],
    ['..', ['file']],
  ])('%j is kept as %j', (name, parts) => {
    expect(safeParts(name)).toEqual(parts);
  });

  test('files land below the folder under their relative names', async () => {
    const uploads = new Uploads(join(folder.dir, 'in'));
    await uploads.receive('study/IM1', body('one'));
    await uploads.receive('../two', body('two'));
    expect(await uploads.paths()).toEqual([
      join(folder.dir, 'in', 'study'),
      join(folder.dir, 'in', 'two'),
    ]);
    expect(readFileSync(join(folder.dir, 'in', 'study', 'IM1'), 'utf8')).toBe('one');
  });

  test('a file over the limit is refused and removed', async () => {
    const uploads = new Uploads(join(folder.dir, 'in'), 10);
    await expect(uploads.receive('big.zip', body('x'.repeat(11)))).rejects.toThrow(
      /big\.zip is larger/,
    );
    expect(await uploads.paths()).toEqual([]);
  });
});
