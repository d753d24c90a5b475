import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dicomFile, greyImage } from '../../../test/fixtures/dicom-file.ts';
import { sharedData } from '../../../test/shared-data.ts';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { readInstance } from '../read/instance.ts';
import { decodeFrames } from './decode-frames.ts';

/** Time box for one file on a busy machine: damage not tried by then is not tried. */
const boxMs = 10_000;

/** Numerical Recipes' generator: the same damage in every run. */
function* randoms(seed: number): Generator<number, never> {
  for (let state = seed >>> 0; ;) {
    state = (state * 1664525 + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

function damaged(bytes: Uint8Array, random: Generator<number, never>, n: number): Uint8Array {
  const next = (below: number) => Math.floor(random.next().value * below);
  if (n < 50) return bytes.slice(0, next(bytes.length));
  const copy = bytes.slice();
  copy[next(copy.length)] = next(256);
  return copy;
}

/** Outcomes of 50 truncations and 200 byte changes; anything but a SparrowError comes out as itself. */
async function outcomes(bytes: Uint8Array): Promise<Set<unknown>> {
  const random = randoms(bytes.length);
  const seen = new Set<unknown>();
  const start = performance.now();
  for (let n = 0; n < 250; n += 1) {
    try {
      await decodeFrames(readInstance(damaged(bytes, random, n), 'fuzz.dcm'), 'all');
      seen.add('decoded');
    } catch (error) {
      seen.add(error instanceof SparrowError ? error.code.split('/')[0] : error);
    }
    if (performance.now() - start > boxMs) break;
  }
  return seen;
}

describe('damaged files', () => {
  it('are decoded or refused, never worse: a native image', async () => {
    const file = dicomFile(greyImage(8, 8, new Uint8Array(128)));
    expect([...(await outcomes(file))].sort()).toEqual(['decoded', 'dicom']);
  });

  const folder = sharedData('dicom', 'pydicom-test-files');
  it
    .skipIf(folder === null)
    .each([
      'CT_small.dcm',
      'MR_small_RLE.dcm',
      'MR_small_jp2klossless.dcm',
      'MR_small_jpeg_ls_lossless.dcm',
      'SC_rgb_jpeg_gdcm.dcm',
      'SC_rgb_jpeg_dcmtk.dcm',
      'image_dfl.dcm',
      'rtstruct.dcm',
    ])('are decoded or refused, never worse: %s (needs the shared data)', async (name) => {
    const bytes = new Uint8Array(readFileSync(`${folder}/${name}`));
    expect([...(await outcomes(bytes))].sort()).toEqual(['decoded', 'dicom']);
  });
});
