import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../test/shared-data.ts';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { readInstance } from '../read/instance.ts';
import type { DecodedFrame } from '../types.ts';
import { decodeFrames } from './decode-frames.ts';

/** Made by test/golden/make-dicom-golden.py with dcmtk, GDCM and pydicom; see there. */
type Reference =
  | { tool: string; frames: string[] }
  | { tool: string; samples: number[][]; within: number }
  | { image: null }
  | { refused: string; why: string };

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../test/golden/dicom-files.json'), 'utf8'),
) as Record<string, Reference>;
const framesOf = (reference?: Reference) =>
  reference !== undefined && 'frames' in reference ? reference.frames : [];
const root = sharedData('dicom');

const archives = new Map<string, Record<string, Uint8Array>>();

function bytesOf(name: string): Uint8Array {
  const [file = '', member] = name.split('!/');
  const path = join(root ?? '', file);
  if (member === undefined) return new Uint8Array(readFileSync(path));
  const archive = archives.get(path) ?? unzipSync(readFileSync(path));
  archives.set(path, archive);
  return archive[member] ?? new Uint8Array();
}

async function decodeAll(name: string): Promise<DecodedFrame[]> {
  return decodeFrames(readInstance(bytesOf(name), name.split('/').pop() ?? ''), 'all');
}

function digest({ pixels }: DecodedFrame): string {
  const values = Float32Array.from(pixels);
  return createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');
}

function spread({ pixels }: DecodedFrame): number[] {
  return Array.from({ length: 97 }, (_, i) => pixels[Math.floor((i * (pixels.length - 1)) / 96)]!);
}

async function refusal(name: string): Promise<unknown> {
  return decodeAll(name).then(
    () => 'not refused',
    (error: unknown) => (error instanceof SparrowError ? error.code : error),
  );
}

describe.skipIf(root === null)('every file of the shared DICOM data (absent: skipped)', () => {
  it('knows hundreds of files', () => {
    expect(Object.keys(golden).length).toBeGreaterThan(390);
  });

  it.each([
    ['one-ct-slice-14-syntaxes/CTImage.dcm', 9],
    ['enhanced-mr-multiframe-compression/mf_original_ELE.dcm', 6],
  ])('holds all lossless encodings of %s to the same pixels', (original, encodings) => {
    const hashes = (name: string) => JSON.stringify(framesOf(golden[name]));
    const same = Object.keys(golden).filter((name) => hashes(name) === hashes(original));
    expect(same).toHaveLength(encodings);
  });

  it.each(Object.entries(golden))('%s', async (name, reference) => {
    if ('refused' in reference) {
      expect(await refusal(name)).toBe(reference.refused);
    } else if ('image' in reference) {
      expect(readInstance(bytesOf(name), name).header.image).toBeNull();
    } else if ('frames' in reference) {
      expect((await decodeAll(name)).map(digest)).toEqual(reference.frames);
    } else {
      const decoded = await decodeAll(name);
      expect(decoded.length).toBe(reference.samples.length);
      decoded.map(spread).forEach((values, frame) => {
        const worst = Math.max(
          ...values.map((value, i) => Math.abs(value - reference.samples[frame]![i]!)),
        );
        expect(worst).toBeLessThanOrEqual(reference.within);
      });
    }
  });
});
