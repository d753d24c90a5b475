import { describe, expect, it } from 'vitest';
import { dicomFile, fragments, greyImage } from '../../../test/fixtures/dicom-file.ts';
import { readInstance } from '../read/instance.ts';
import type { EncapsulatedPixels } from '../read/pixel-source.ts';
import { frameStream } from './frame-stream.ts';

/** A codestream of one JPEG marker pair around a body. */
const jpeg = (...body: number[]) => Uint8Array.from([0xff, 0xd8, ...body, 0xff, 0xd9]);
const cut = (stream: Uint8Array, at: number) => [stream.subarray(0, at), stream.subarray(at)];

function pixels(parts: readonly Uint8Array[], frames: number, offsets?: readonly number[]) {
  const file = dicomFile(
    greyImage(2, 2, new Uint8Array(), [
      ['00280008', 'IS', String(frames)],
      ['00280100', 'US', 8],
      ['7fe00010', 'OB*', fragments(parts, offsets)],
    ]),
    { syntax: '1.2.840.10008.1.2.4.50' },
  );
  return readInstance(file, 'a').pixels as EncapsulatedPixels;
}

const streams = [jpeg(1, 2, 3, 4), jpeg(5, 6), jpeg(7, 8, 9, 10, 11, 12)];
const [first, second, third] = streams as [Uint8Array, Uint8Array, Uint8Array];

describe('frames from fragments', () => {
  it('takes one fragment for each frame when the counts agree', () => {
    const source = pixels(streams, 3);
    expect([0, 1, 2].map((n) => frameStream(source, n, 3))).toEqual(streams);
  });

  it('joins all fragments of a single frame', () => {
    expect(frameStream(pixels(cut(first, 3), 1), 0, 1)).toEqual(first);
  });

  it('groups fragments by the basic offset table', () => {
    const parts = [...cut(first, 4), second, ...cut(third, 2)];
    const offsets = [0, 8 + 4 + 8 + 4, 8 + 4 + 8 + 4 + 8 + 6];
    const source = pixels(parts, 3, offsets);
    expect([0, 1, 2].map((n) => frameStream(source, n, 3))).toEqual(streams);
  });

  it('finds frames by their markers when the table is empty or wrong', () => {
    const parts = [...cut(first, 4), second, ...cut(third, 6)];
    for (const offsets of [[], [0, 5, 9]]) {
      const source = pixels(parts, 3, offsets);
      expect([0, 1, 2].map((n) => frameStream(source, n, 3))).toEqual(streams);
    }
  });

  it('gives up when fragments and frames cannot be matched', () => {
    expect(frameStream(pixels([first, ...cut(second, 3)], 2), 1, 2)).toEqual(second);
    expect(frameStream(pixels([...cut(first, 3), ...cut(second, 3)], 3), 0, 3)).toBeNull();
  });
});
