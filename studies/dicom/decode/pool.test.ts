import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { dicomFile, greyImage } from '../../../test/fixtures/dicom-file.ts';
import { sharedData } from '../../../test/shared-data.ts';
import { readInstance } from '../read/instance.ts';
import type { DecodedFrame } from '../types.ts';
import { decodeFrames } from './decode-frames.ts';
import { createDecodePool, type DecodePool } from './pool.ts';

const folder = mkdtempSync(join(tmpdir(), 'sparrow-pool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pixels = new Uint8Array(Uint16Array.from({ length: 64 * 48 * 2 }, (_, n) => n).buffer);
const file = dicomFile(
  greyImage(48, 64, pixels, [
    ['00280008', 'IS', '2'],
    ['00280100', 'US', 16],
    ['00280101', 'US', 16],
    ['00280102', 'US', 15],
  ]),
);
const path = join(folder, 'image.dcm');
writeFileSync(path, file);

let pool: DecodePool;
afterEach(() => pool.close());

describe('decode pool', () => {
  it('loads header, hash and all frames of a file in one trip, from path or bytes', async () => {
    pool = createDecodePool({ size: 2 });
    for (const source of [path, file]) {
      const loaded = await pool.load(source, 'image.dcm');
      expect(loaded.sha256).toBe(createHash('sha256').update(file).digest('hex'));
      expect(loaded.byteLength).toBe(file.length);
      expect(loaded.header.image?.frames).toHaveLength(2);
      expect(loaded.frames.map((frame) => frame.pixels[1])).toEqual([1, 64 * 48 + 1]);
    }
    expect(file.length).toBeGreaterThan(0); // the caller's bytes were copied, not taken
  });

  it('decodes the frames asked for, in that order, and reads headers alone', async () => {
    pool = createDecodePool({ size: 1 });
    const frames = await pool.decode(path, 'image.dcm', [1, 0]);
    expect(frames.map((frame) => frame.pixels[0])).toEqual([64 * 48, 0]);
    expect((await pool.read(path, 'image.dcm')).modality).toBe('CT');
  });

  it('refuses what it cannot use and goes on', async () => {
    pool = createDecodePool({ size: 2 });
    const results = await Promise.allSettled([
      pool.load(file.subarray(0, 3000), 'cut.dcm'),
      pool.load(join(folder, 'absent.dcm'), 'absent.dcm'),
      pool.load(new Uint8Array(), 'empty.dcm'),
      pool.load(dicomFile([['00080016', 'UI', '1.2.840.10008.1.3.10']]), 'DIR'),
      pool.load(path, 'image.dcm'),
    ]);
    expect(
      results.map((r) => (r.status === 'rejected' ? (r.reason as Error) : null)),
    ).toMatchObject([
      { code: 'dicom/truncated', params: { file: 'cut.dcm' } },
      { code: 'dicom/unreadable' },
      { code: 'dicom/empty' },
      { code: 'dicom/directory', params: { file: 'DIR' } },
      null,
    ]);
  });

  it.each(['crash', 'throw', 'hang'])('outlives a file that makes its worker %s', async (fate) => {
    const workerUrl = new URL('../../../test/fixtures/doomed-decode-worker.ts', import.meta.url);
    pool = createDecodePool({ size: 1, workerUrl, timeoutMs: fate === 'hang' ? 3000 : 60_000 });
    const doomed = pool.load(new Uint8Array(1), fate);
    const next = pool.load(new Uint8Array(1), 'next');
    await expect(doomed).rejects.toMatchObject({ code: 'dicom/decode-failed' });
    await expect(next).resolves.toMatchObject({ byteLength: 0 });
  });

  it('rejects what is waiting when it is closed', async () => {
    pool = createDecodePool({ size: 1 });
    const waiting = [1, 2, 3].map(() => pool.load(path, 'image.dcm'));
    const settled = Promise.allSettled(waiting);
    await pool.close();
    const states = (await settled).map(({ status }) => status);
    expect(states.slice(1)).toEqual(['rejected', 'rejected']);
    await expect(pool.read(path, 'image.dcm')).rejects.toMatchObject({ code: 'dicom/cancelled' });
  });
});

const scannerFiles = sharedData('dicom');

describe.skipIf(scannerFiles === null)('real files (skipped where they are absent)', () => {
  it('come out of a worker exactly as they decode without one', async () => {
    pool = createDecodePool({ size: 2 });
    const names = readdirSync(scannerFiles!, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /pydicom-test-files.*\.dcm$|14-syntaxes.*\.dcm$/.test(name),
    );
    let decoded = 0;
    for (const name of names) {
      const bytes = new Uint8Array(readFileSync(join(scannerFiles!, name)));
      const direct = await digest(async () => decodeFrames(readInstance(bytes, name), 'all'));
      const pooled = await digest(async () => pool.decode(join(scannerFiles!, name), name));
      // A folder's index has no pixels and is refused by the pool alone.
      if (pooled !== 'dicom/directory') expect(pooled, name).toBe(direct);
      if (!direct.startsWith('dicom/')) decoded++;
    }
    expect(decoded).toBeGreaterThan(80);
  });
});

async function digest(work: () => Promise<readonly DecodedFrame[]>): Promise<string> {
  try {
    const hash = createHash('sha256');
    for (const { pixels } of await work()) hash.update(pixels);
    return hash.digest('hex');
  } catch (error) {
    return (error as { code: string }).code;
  }
}
