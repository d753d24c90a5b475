import { expect, test } from 'vitest';
import type { VoxelGrid } from '../../volume/volume.ts';
import { readInstance } from '../read/instance.ts';
import { heartSegments } from './segmentation-heart.ts';
import { dicomLab } from './segmentation-segments.ts';
import { writeSegmentation, type SegmentationMeta } from './segmentation.ts';

/** 5 x 3 pixels do not fill whole bytes: frames share one. */
const labels: VoxelGrid = {
  geometry: {
    dims: [5, 3, 2],
    spacingMm: [1.5, 1.25, 8],
    originMm: [10, -20, 30],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  },
  phases: 2,
  voxelType: 'uint8',
  voxels: Uint8Array.from({ length: 60 }, (_, n) => (n % 7 === 0 ? 1 : n >= 45 && n % 2 ? 3 : 0)),
  rescaleSlope: 1,
  rescaleIntercept: 0,
  unit: 'none',
};

const frames = [0, 1].flatMap((phase) =>
  [0, 1].map((k) => ({
    phase,
    k,
    sopClassUid: '1.2.840.10008.5.1.4.1.1.4',
    sopInstanceUid: `2.25.7${phase}${k}`,
    frame: 0,
    multiFrame: false,
  })),
);

const equipment = { manufacturer: 'Sparrow', modelName: 'Sparrow', softwareVersions: '0.1.0' };
const meta: SegmentationMeta = {
  study: {
    patientId: 'P1',
    patientName: 'A^B',
    patientBirthDate: '19700101',
    patientSex: 'F',
    studyUid: '2.25.11',
    studyDate: '20260102',
    studyTime: '101500',
    studyDescription: 'Study',
  },
  series: {
    seriesUid: '2.25.12',
    seriesNumber: 9500,
    seriesDescription: 'Heart chambers',
    frameOfReferenceUid: '2.25.13',
  },
  equipment,
  derivation: { description: 'Whole heart', sources: [], contributor: equipment },
  segments: heartSegments,
  contentLabel: 'HEART',
  contentDescription: 'Heart chambers, research use',
  algorithm: { name: 'whole-heart 0.1.0', edited: false },
  sourceSeriesUid: '2.25.14',
  frames,
  sliceThicknessMm: 6,
  sopInstanceUid: (n) => `2.25.99${n}`,
};

test('a label map leaves as a binary segmentation that gives the same labels back', () => {
  const bytes = writeSegmentation(labels, meta);
  const instance = readInstance(bytes, 'seg.dcm');
  expect(instance.header).toMatchObject({
    sopClassUid: '1.2.840.10008.5.1.4.1.1.66.4',
    modality: 'SEG',
    frameOfReferenceUid: '2.25.13',
    imageType: ['DERIVED', 'PRIMARY'],
  });
  // Label 1 in every phase and slice, label 3 in the last: five frames.
  const { image } = instance.header;
  expect(image).toMatchObject({ rows: 3, columns: 5 });
  expect(image!.frames).toHaveLength(5);
  expect(image!.frames[1]!.positionMm).toEqual([10, -20, 38]);
  const bits = bytes.subarray(bytes.length - 10);
  const pixel = (frame: number, n: number) => {
    const bit = frame * 15 + n;
    return (bits[bit >> 3]! >> (bit & 7)) & 1;
  };
  for (let frame = 0; frame < 4; frame++)
    for (let n = 0; n < 15; n++)
      expect(pixel(frame, n)).toBe(labels.voxels[frame * 15 + n] === 1 ? 1 : 0);
  for (let n = 0; n < 15; n++) expect(pixel(4, n)).toBe(labels.voxels[45 + n] === 3 ? 1 : 0);
});

test('it says what is segmented, on which images, and that it is derived for research', () => {
  const text = Buffer.from(writeSegmentation(labels, meta)).toString('latin1');
  for (const said of ['87878005', '53085002', '123037004', '2.25.711', '2.25.14', 'RESEARCH'])
    expect(text).toContain(said);
  expect(text).not.toContain('73829009');
  const edited = { ...meta, algorithm: { name: 'whole-heart 0.1.0', edited: true } };
  expect(Buffer.from(writeSegmentation(labels, edited)).toString('latin1')).toContain('SEMIAUTO');
});

test('an empty label map is refused', () => {
  const voxels = new Uint8Array(60);
  expect(() => writeSegmentation({ ...labels, voxels }, meta)).toThrow(TypeError);
});

test('colours are CIELab in 16 bits', () => {
  expect(dicomLab([255, 255, 255]).map((n) => Math.round(n / 256))).toEqual([256, 129, 129]);
  expect(dicomLab([0, 0, 0])).toEqual([0, 32896, 32896]);
});
