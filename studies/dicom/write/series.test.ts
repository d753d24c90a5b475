import { describe, expect, it } from 'vitest';
import type { VoxelGrid } from '../../volume/volume.ts';
import { decodeFrame } from '../decode/decode-frame.ts';
import { readInstance } from '../read/instance.ts';
import { writeCineSeries } from './cine-series.ts';
import { decimalString } from './encode.ts';
import { writeSecondaryCapture } from './secondary-capture.ts';
import type { SeriesMeta } from './series-meta.ts';
import { newUid, uidFromText } from './uid.ts';
import { writeVolumeSeries } from './volume-series.ts';

const equipment = { manufacturer: 'Sparrow', modelName: 'Phantom', softwareVersions: '0.1.0' };
const meta: SeriesMeta = {
  study: {
    patientId: 'P1',
    patientName: 'Größe^Zoë',
    patientBirthDate: '19700101',
    patientSex: 'O',
    studyUid: '2.25.11',
    studyDate: '20260102',
    studyTime: '101500',
    studyDescription: 'Study',
  },
  series: {
    seriesUid: '2.25.12',
    seriesNumber: 7,
    seriesDescription: 'Series',
    frameOfReferenceUid: '2.25.13',
  },
  equipment,
};

function grid(parts: Partial<VoxelGrid> = {}): VoxelGrid {
  const s = Math.SQRT1_2;
  return {
    geometry: {
      dims: [5, 4, 3],
      spacingMm: [1.1, 1.3, 2.5],
      originMm: [-30.25, 12, 1 / 3],
      axes: [
        [1, 0, 0],
        [0, s, s],
        [0, -s, s],
      ],
    },
    phases: 1,
    voxelType: 'int16',
    voxels: Int16Array.from({ length: 60 }, (_, n) => n * 37 - 1000),
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
    ...parts,
  };
}

const read = (files: Iterable<{ name: string; bytes: Uint8Array }>) =>
  [...files].map(({ name, bytes }) => readInstance(bytes, name));

describe('CT series', () => {
  const derivation = {
    description: 'MInDI-3D 0.1.0, 2 steps, seed 1',
    comments: 'residual 1.90 % of the measured line integrals',
    sources: [{ sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: '2.25.99' }],
    contributor: equipment,
  };

  it('comes back as it was: geometry, values, identity, projections', async () => {
    const source = grid();
    const instances = read(writeVolumeSeries(source, { ...meta, views: 50 }));
    expect(instances).toHaveLength(3);
    for (const [k, instance] of instances.entries()) {
      const { header } = instance;
      expect(header).toMatchObject({
        patientName: 'Größe^Zoë',
        studyUid: '2.25.11',
        seriesUid: '2.25.12',
        frameOfReferenceUid: '2.25.13',
        seriesNumber: 7,
        instanceNumber: k + 1,
        modality: 'CT',
        views: 50,
        imageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
      });
      const frame = header.image!.frames[0]!;
      expect(frame).toMatchObject({
        spacingMm: [1.1, 1.3],
        sliceThicknessMm: 2.5,
        rescaleType: 'HU',
      });
      const expected = [-30.25, 12 - 2.5 * k * Math.SQRT1_2, 1 / 3 + 2.5 * k * Math.SQRT1_2];
      frame.positionMm!.forEach((mm, c) => expect(mm).toBeCloseTo(expected[c]!, 10));
      frame.columnAxis!.forEach((x, c) => expect(x).toBeCloseTo(source.geometry.axes[1][c]!, 12));
      const { pixels } = await decodeFrame(instance, 0);
      expect(pixels).toEqual(source.voxels.subarray(20 * k, 20 * k + 20));
    }
    expect(new Set(instances.map(({ header }) => header.sopInstanceUid)).size).toBe(3);
  });

  it('marks a derived image as one', () => {
    const [first] = [...writeVolumeSeries(grid(), { ...meta, derivation })];
    const { header } = readInstance(first!.bytes, first!.name);
    expect(header.imageType.slice(0, 2)).toEqual(['DERIVED', 'SECONDARY']);
    expect(header.derivation).toBe(derivation.description);
    const text = Buffer.from(first!.bytes).toString('latin1');
    const marks = ['RESEARCH', '2.25.99', 'Modifying Equipment', '99SPARROW', derivation.comments];
    for (const mark of marks) {
      expect(text).toContain(mark);
    }
  });

  it('rounds and clips float HU to int16, keeps a rescale of 16-bit values', async () => {
    const voxels = Float32Array.from({ length: 60 }, (_, n) => n * 0.4);
    voxels[1] = 1e6;
    const [rounded] = read(writeVolumeSeries(grid({ voxelType: 'float32', voxels }), meta));
    const { pixels } = await decodeFrame(rounded!, 0);
    expect([...pixels.slice(0, 4)]).toEqual([0, 32767, 1, 1]);
    const scaled = grid({
      voxelType: 'uint16',
      voxels: new Uint16Array(60).fill(65_000),
      rescaleSlope: 0.1,
      rescaleIntercept: -1000,
    });
    const [kept] = read(writeVolumeSeries(scaled, meta));
    expect(kept!.header.image!.frames[0]).toMatchObject({
      rescaleSlope: 0.1,
      rescaleIntercept: -1000,
    });
    expect((await decodeFrame(kept!, 0)).pixels[0]).toBe(65_000);
  });

  it('is the same bytes for the same UIDs', () => {
    const fixed = { ...meta, sopInstanceUid: (n: number) => uidFromText(`slice ${n}`) };
    const [a, b] = [1, 2].map(() => [...writeVolumeSeries(grid(), fixed)]);
    expect(a).toEqual(b);
  });
});

describe('cine series', () => {
  it('writes each slice at each phase with its times', async () => {
    const cine = grid({
      geometry: { ...grid().geometry, dims: [5, 2, 3] },
      phases: 2,
      voxelType: 'uint16',
      voxels: Uint16Array.from({ length: 60 }, (_, n) => n),
      unit: 'signal',
    });
    const instances = read(
      writeCineSeries(cine, { ...meta, triggerTimesMs: [0, 412.5], rrIntervalMs: 825 }),
    );
    expect(instances).toHaveLength(6);
    const times = instances.map(({ header }) => header.image!.frames[0]!.triggerTimeMs);
    expect(times).toEqual([0, 412.5, 0, 412.5, 0, 412.5]);
    expect(instances[0]!.header).toMatchObject({
      modality: 'MR',
      rrIntervalMs: 825,
      heartRateBpm: 73,
    });
    // Slice 1, phase 1 lies after all three slices of phase 0.
    expect((await decodeFrame(instances[3]!, 0)).pixels[0]).toBe((3 + 1) * 10);
  });
});

describe('secondary capture', () => {
  it('keeps RGB bytes and says that text is burned in', async () => {
    const pixels = Uint8Array.from({ length: 3 * 3 * 3 }, (_, n) => n * 9);
    const bytes = writeSecondaryCapture({ rows: 3, columns: 3, samplesPerPixel: 3, pixels }, meta);
    const instance = readInstance(bytes, 'capture.dcm');
    expect(instance.header.frameOfReferenceUid).toBeNull();
    expect((await decodeFrame(instance, 0)).pixels).toEqual(pixels);
  });
});

describe('values', () => {
  it('rounds decimals into 16 characters', () => {
    for (const value of [-1 / 3, 1e-17 / 3, 12345678.9123456, -1e21 / 7, 5, -2000]) {
      const text = decimalString(value);
      expect(text.length).toBeLessThanOrEqual(16);
      expect(Number(text) / value).toBeCloseTo(1, 7);
    }
    expect(() => decimalString(Number.NaN)).toThrow(RangeError);
  });

  it('makes UIDs of at most 64 digits and dots under 2.25', () => {
    for (const uid of [newUid(), uidFromText('a'), uidFromText('b')]) {
      expect(uid).toMatch(/^2\.25\.[1-9]\d*$/);
      expect(uid.length).toBeLessThanOrEqual(64);
    }
    expect(uidFromText('a')).toBe(uidFromText('a'));
    expect(uidFromText('a')).not.toBe(uidFromText('b'));
  });
});
