import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  dicomFile,
  greyImage,
  join,
  type TestElement,
  type TestEncoding,
} from '../../../test/fixtures/dicom-file.ts';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { inflateDataSet } from './inflate.ts';
import { readInstance } from './instance.ts';

const pixels = Uint8Array.from({ length: 6 * 4 * 2 }, (_, n) => n);
const image = greyImage(4, 6, pixels, [['00100010', 'PN', 'Doe^Jane']]);

function code(read: () => unknown): string {
  try {
    read();
    return 'read';
  } catch (error) {
    return error instanceof SparrowError ? error.code : String(error);
  }
}

describe('file structure', () => {
  const encodings: [string, TestEncoding, string][] = [
    ['explicit', {}, '1.2.840.10008.1.2.1'],
    ['implicit', { explicit: false, syntax: '1.2.840.10008.1.2' }, '1.2.840.10008.1.2'],
    ['big endian', { bigEndian: true, syntax: '1.2.840.10008.1.2.2' }, '1.2.840.10008.1.2.2'],
    ['no preamble, no meta, explicit', { head: 'none' }, '1.2.840.10008.1.2.1'],
    ['no preamble, no meta, implicit', { head: 'none', explicit: false }, '1.2.840.10008.1.2'],
    ['no preamble, no meta, big endian', { head: 'none', bigEndian: true }, '1.2.840.10008.1.2.2'],
    ['no preamble, meta', { head: 'meta' }, '1.2.840.10008.1.2.1'],
    ['no meta group length', { groupLength: false }, '1.2.840.10008.1.2.1'],
    ['no transfer syntax', { syntax: null, explicit: false }, '1.2.840.10008.1.2'],
    ['says explicit, is implicit', { explicit: false }, '1.2.840.10008.1.2'],
    ['says little, is big', { bigEndian: true }, '1.2.840.10008.1.2.2'],
  ];
  it.each(encodings)('reads %s', (_, encoding, syntax) => {
    const { header } = readInstance(dicomFile(image, encoding), 'a');
    expect(header).toMatchObject({ patientName: 'Doe^Jane', transferSyntaxUid: syntax });
    expect(header.image).toMatchObject({ rows: 4, columns: 6, bitsAllocated: 16, signed: false });
  });

  it('inflates a deflated data set and refuses one that grows past the cap', () => {
    const body = deflateRawSync(dicomFile(image, { head: 'none' }));
    const head = dicomFile([], { syntax: '1.2.840.10008.1.2.1.99' });
    expect(readInstance(join([head, body]), 'a').header.image?.rows).toBe(4);
    expect(code(() => readInstance(join([head, body.subarray(0, 40)]), 'a'))).toBe(
      'dicom/truncated',
    );
    const bomb = deflateRawSync(new Uint8Array(1 << 20));
    expect(code(() => inflateDataSet(bomb, 'bomb', 1 << 16))).toBe('dicom/too-large');
  });

  it('takes zero padding after the last element, and anything after the pixels', () => {
    const text = dicomFile([['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.88.11']]);
    expect(readInstance(join([text, new Uint8Array(5)]), 'a').header.image).toBeNull();
    expect(
      readInstance(join([dicomFile(image), Uint8Array.of(1, 2, 3)]), 'a').header.image?.rows,
    ).toBe(4);
  });
});

describe('refusals', () => {
  it('names an empty file, a file of another kind, a truncated one', () => {
    expect(code(() => readInstance(new Uint8Array(), 'a'))).toBe('dicom/empty');
    expect(code(() => readInstance(new TextEncoder().encode('hello there, text'), 'a'))).toBe(
      'dicom/not-dicom',
    );
    expect(code(() => readInstance(new Uint8Array(5000), 'a'))).toBe('dicom/not-dicom');
    const file = dicomFile(image);
    expect(code(() => readInstance(file.subarray(0, file.length - 1), 'a'))).toBe(
      'dicom/truncated',
    );
    expect(code(() => readInstance(file.subarray(0, 250), 'a'))).toBe('dicom/truncated');
  });

  it('holds claimed size against the bytes before allocating', () => {
    const claims = (more: TestElement[]) =>
      code(() => readInstance(dicomFile(greyImage(4, 6, pixels, more)), 'a'));
    expect(
      claims([
        ['00280010', 'US', 65535],
        ['00280011', 'US', 65535],
      ]),
    ).toBe('dicom/too-large');
    expect(claims([['00280010', 'US', 5]])).toBe('dicom/truncated');
    expect(claims([['00280008', 'IS', '2']])).toBe('dicom/truncated');
    expect(claims([['00280008', 'IS', '2000000000']])).toBe('dicom/damaged');
    expect(claims([['00280010', 'US', 0]])).toBe('dicom/damaged');
    expect(claims([['00280101', 'US', 17]])).toBe('dicom/damaged');
  });

  it('survives sequences nested ten thousand deep', () => {
    const item = new Uint8Array([0x08, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255]);
    const start = new Uint8Array([0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255]);
    const nested = join([
      dicomFile([]),
      ...Array.from({ length: 20_000 }, () => [item, start]).flat(),
    ]);
    expect(code(() => readInstance(nested, 'a'))).toBe('dicom/truncated');
  });
});

describe('header values', () => {
  const header = (...more: TestElement[]) =>
    readInstance(dicomFile(greyImage(4, 6, pixels, more)), 'a').header;

  it('keeps illegal UIDs, drops impossible dates, trims and takes junk in decimals', () => {
    const read = header(
      ['00080018', 'UI', '259cc3de5564af72\0'],
      ['00080020', 'DA', '00000000'],
      ['00100030', 'DA', '1962.03.17'],
      ['00280030', 'DS', '0,75\\0.5mm'],
      ['00281052', 'DS', ' -1024.0 \0'],
      ['00281053', 'DS', 'one'],
    );
    expect(read).toMatchObject({
      sopInstanceUid: '259cc3de5564af72',
      studyDate: '',
      patientBirthDate: '19620317',
    });
    expect(read.image?.frames[0]).toMatchObject({
      spacingMm: [0.5, 0.75],
      rescaleIntercept: -1024,
      rescaleSlope: 1,
    });
  });

  it('trusts the VR of the file over the dictionary', () => {
    const read = header(['00280010', 'IS', '4'], ['00280103', 'SS', 1], ['00280120', 'SS', -2000]);
    expect(read.image).toMatchObject({ rows: 4, signed: true, padding: -2000 });
  });

  it('tells patient spacing from detector spacing', () => {
    const spacing = (...more: TestElement[]) => header(...more).image?.frames[0];
    expect(spacing()).toMatchObject({ spacingMm: null, spacingBasis: 'none' });
    expect(spacing(['00181164', 'DS', '0.2\\0.1'])).toMatchObject({
      spacingMm: [0.1, 0.2],
      spacingBasis: 'imager',
    });
    const both = [
      ['00181164', 'DS', '0.2\\0.2'],
      ['00280030', 'DS', '0.2\\0.2'],
    ] as TestElement[];
    expect(spacing(...both)).toMatchObject({ spacingBasis: 'pixel' });
    expect(spacing(...both, ['00080060', 'CS', 'DX'])).toMatchObject({ spacingBasis: 'imager' });
  });

  it('drops an orientation whose axes are not square to each other', () => {
    const skewed = header(['00200037', 'DS', '1\\0\\0\\0.9\\0.1\\0']);
    expect(skewed.image?.frames[0]?.rowAxis).toBeNull();
  });

  it('reads a modality LUT whose first value is signed', () => {
    const lut = header(
      ['00280103', 'US', 1],
      [
        '00283000',
        'SQ',
        [
          [
            ['00283002', 'US', [3, 0xfffe, 16]],
            ['00283006', 'OW', [10, 20, 30]],
          ],
        ],
      ],
    ).image?.frames[0]?.modalityLut;
    expect(lut?.first).toBe(-2);
    expect([...(lut?.values ?? [])]).toEqual([10, 20, 30]);
  });
});
