import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  dicomFile,
  fragments,
  greyImage,
  type TestElement,
  type TestEncoding,
} from '../../../test/fixtures/dicom-file.ts';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { readInstance } from '../read/instance.ts';
import { decodeFrame } from './decode-frame.ts';

async function decode(elements: readonly TestElement[], encoding: TestEncoding = {}, frame = 0) {
  return decodeFrame(readInstance(dicomFile(elements, encoding), 'a.dcm'), frame);
}

const depth = (allocated: number, stored: number, signed: 0 | 1, high = stored - 1) =>
  [
    ['00280100', 'US', allocated],
    ['00280101', 'US', stored],
    ['00280102', 'US', high],
    ['00280103', 'US', signed],
  ] as TestElement[];
const words = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);

describe('native grey pixels', () => {
  it('extends the sign of 12 stored bits and cuts an overlay above them', async () => {
    const stored = words(0x0fff, 0x0800, 0x17ff, 0xf001);
    const signed = await decode(greyImage(2, 2, stored, depth(16, 12, 1)));
    expect(signed.pixels).toEqual(Int16Array.of(-1, -2048, 2047, 1));
    const unsigned = await decode(greyImage(2, 2, stored, depth(16, 12, 0)));
    expect(unsigned.pixels).toEqual(Uint16Array.of(4095, 2048, 2047, 1));
  });

  it('shifts pixels that do not start at bit 0', async () => {
    const image = greyImage(1, 2, words(0xabc0, 0x0010), depth(16, 12, 0, 15));
    expect((await decode(image)).pixels).toEqual(Uint16Array.of(0xabc, 1));
  });

  it('reads 1, 8 and 32 bits, and signed 8', async () => {
    const bits = greyImage(2, 5, Uint8Array.of(0b1010_0001, 0b10), depth(1, 1, 0));
    expect((await decode(bits)).pixels).toEqual(Uint8Array.of(1, 0, 0, 0, 0, 1, 0, 1, 0, 1));
    const bytes = greyImage(1, 2, Uint8Array.of(200, 7), depth(8, 8, 1));
    expect((await decode(bytes)).pixels).toEqual(Int16Array.of(-56, 7));
    const wide = new Uint8Array(Uint32Array.of(3_000_000_000, 5).buffer);
    const dose = await decode(greyImage(1, 2, wide, depth(32, 32, 0)));
    expect(dose.pixels).toEqual(Float32Array.of(3_000_000_000, 5));
  });

  it('swaps big-endian words, also those that hold bytes', async () => {
    const encoding = { bigEndian: true, syntax: '1.2.840.10008.1.2.2' };
    const image = greyImage(1, 2, Uint8Array.of(1, 2, 3, 4));
    expect((await decode(image, encoding)).pixels).toEqual(Uint16Array.of(0x102, 0x304));
    const bytes = greyImage(2, 2, Uint8Array.of(2, 1, 4, 3), depth(8, 8, 0));
    expect((await decode(bytes, encoding)).pixels).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it('views pixels in place where they lie right, at any frame', async () => {
    const file = dicomFile(
      greyImage(2, 2, words(1, 2, 3, 4, 5, 6, 7, 8), [
        ['00280008', 'IS', '2'],
        ...depth(16, 16, 0),
      ]),
    );
    const { pixels } = await decodeFrame(readInstance(file, 'a'), 1);
    expect(pixels).toEqual(Uint16Array.of(5, 6, 7, 8));
    expect(pixels.buffer).toBe(file.buffer);
  });

  it('reads float pixels and ignores BitsStored for them', async () => {
    const image = greyImage(1, 2, new Uint8Array(), [
      ...depth(32, 32, 0),
      ['7fe00008', 'OF', [1.5, -2.25]],
    ]).filter(([tag]) => tag !== '7fe00010');
    expect((await decode(image)).pixels).toEqual(Float32Array.of(1.5, -2.25));
  });
});

describe('colour', () => {
  const colour = (photometric: string, planar: 0 | 1): TestElement[] => [
    ['00280002', 'US', 3],
    ['00280004', 'CS', photometric],
    ['00280006', 'US', planar],
  ];

  it('interleaves planes', async () => {
    const planes = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const image = greyImage(1, 2, planes, [...depth(8, 8, 0), ...colour('RGB', 1)]);
    expect((await decode(image)).pixels).toEqual(Uint8Array.of(1, 3, 5, 2, 4, 6));
  });

  it('turns YBR_FULL and YBR_FULL_422 into RGB', async () => {
    // Pure red by PS3.3 C.7.6.3.1.2: Y 76, Cb 85, Cr 255.
    const full = greyImage(1, 1, Uint8Array.of(76, 85, 255, 0), [
      ...depth(8, 8, 0),
      ...colour('YBR_FULL', 0),
    ]);
    expect((await decode(full)).pixels).toEqual(Uint8Array.of(254, 0, 0));
    const half = greyImage(1, 2, Uint8Array.of(76, 255, 128, 128), [
      ...depth(8, 8, 0),
      ...colour('YBR_FULL_422', 0),
    ]);
    expect((await decode(half)).pixels).toEqual(Uint8Array.of(76, 76, 76, 255, 255, 255));
  });

  it('looks a palette up from its first value on', async () => {
    const table = (n: string) =>
      [
        [`0028110${n}`, 'US', [3, 10, 16]],
        [`0028120${n}`, 'OW', [0x1000, 0x8000, 0xff00]],
      ] as TestElement[];
    const image = greyImage(1, 4, Uint8Array.of(9, 10, 11, 99), [
      ...depth(8, 8, 0),
      ['00280004', 'CS', 'PALETTE COLOR'],
      ...['1', '2', '3'].flatMap(table),
    ]);
    const { pixels, samplesPerPixel } = await decode(image);
    expect(samplesPerPixel).toBe(3);
    expect([...pixels].filter((_, n) => n % 3 === 0)).toEqual([0x10, 0x10, 0x80, 0xff]);
  });
});

describe('refusals', () => {
  const refused = async (elements: readonly TestElement[], encoding: TestEncoding) =>
    decode(elements, encoding).then(
      () => 'decoded',
      (error: unknown) => (error instanceof SparrowError ? error.message : error),
    );
  const packed = (stream: Uint8Array, more: TestElement[] = []) =>
    greyImage(2, 2, stream, [...depth(8, 8, 0), ...more, ['7fe00010', 'OB*', fragments([stream])]]);

  it('names the transfer syntax it does not decode', async () => {
    const syntax = (uid: string) => refused(packed(new Uint8Array(8)), { syntax: uid });
    expect(await syntax('1.2.840.10008.1.2.4.102')).toContain('MPEG-4 AVC/H.264 High Profile');
    expect(await syntax('1.2.840.10008.1.2.4.110')).toContain('JPEG XL Lossless');
    expect(await syntax('1.2.999.1')).toContain('1.2.999.1');
  });

  it('refuses a stream of another size before decoding it', async () => {
    // SOF0 of a 40000 x 40000 picture.
    const huge = Uint8Array.from([
      0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0x9c, 0x40, 0x9c, 0x40, 1, 1, 0x11, 0, 0,
    ]);
    expect(await refused(packed(huge), { syntax: '1.2.840.10008.1.2.4.50' })).toContain(
      'another size',
    );
  });

  it('refuses colour it cannot show', async () => {
    const image = greyImage(1, 1, new Uint8Array(4), [
      ...depth(8, 8, 0),
      ['00280002', 'US', 4],
      ['00280004', 'CS', 'CMYK'],
    ]);
    expect(await refused(image, {})).toContain('CMYK');
  });

  it('keeps a deflated frame within the size of its frame', async () => {
    const encoding = { syntax: '1.2.840.10008.1.2.8.1' };
    const good = deflateRawSync(Uint8Array.of(1, 2, 3, 4));
    expect((await decode(packed(good), encoding)).pixels).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(await refused(packed(deflateRawSync(new Uint8Array(1 << 20))), encoding)).toContain(
      'could not be decoded',
    );
  });
});
