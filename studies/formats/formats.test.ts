import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { niftiReadImageNode, metaReadImageNode } from '@itk-wasm/image-io';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/shared-data.ts';
import { cross, dot, patientToVoxel } from '../volume/geometry.ts';
import { gridOf, turned } from '../volume/testing/grids.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import { readVolumeFile } from './read-volume.ts';
import type { VolumeFile, VolumeFileInput } from './volume-file.ts';
import { metaImageBytes } from './write-meta-image.ts';
import { niftiBytes, niftiGzBytes } from './write-nifti.ts';

/** Patient x, y, z, phase and value, by nibabel; see test/golden/make-formats-golden.py. */
type Place = [number, number, number, number, number];
const testFolder = join(import.meta.dirname, '../../test');
const golden = JSON.parse(readFileSync(join(testFolder, 'golden/formats.json'), 'utf8')) as {
  fixtures: Record<string, Place[]>;
  real: Record<string, Place[]>;
};

async function open(path: string, extra: Partial<VolumeFileInput> = {}): Promise<VolumeFile> {
  const file = await readVolumeFile({
    name: basename(path),
    bytes: await readFile(path),
    ...extra,
  });
  return file!;
}

const read = (name: string, bytes: Uint8Array, extra: Partial<VolumeFileInput> = {}) =>
  readVolumeFile({ name, bytes, ...extra }) as Promise<VolumeFile>;

function valueAt(grid: VoxelGrid, [x, y, z, phase]: readonly number[]): number {
  const index = patientToVoxel(grid.geometry, [x!, y!, z!]).map(Math.round);
  const [nx, ny, nz] = grid.geometry.dims;
  const n = ((phase! * nz + index[2]!) * ny + index[1]!) * nx + index[0]!;
  return grid.voxels[n]! * grid.rescaleSlope + grid.rescaleIntercept;
}

function checkPlaces(file: VolumeFile, places: readonly Place[]) {
  const { axes } = file.grid.geometry;
  expect(dot(cross(axes[0], axes[1]), axes[2])).toBeCloseTo(1, 5);
  for (const place of places) expect(valueAt(file.grid, place)).toBeCloseTo(place[4], 3);
}

describe('NIfTI', () => {
  it.each(Object.entries(golden.fixtures))(
    '%s has nibabel’s values in their places',
    async (name, places) => {
      const file = await open(join(testFolder, 'fixtures/volumes', name));
      checkPlaces(file, places);
      expect(file.warnings).toHaveLength(name === 'scaled.nii' ? 1 : 0);
    },
  );

  it('keeps 16 bits, narrows what fits, and times its phases', async () => {
    const of = (name: string) => open(join(testFolder, 'fixtures/volumes', name));
    expect((await of('ras.nii')).grid.voxelType).toBe('int16');
    expect((await of('mirrored-two.nii.gz')).grid.voxelType).toBe('int16');
    expect((await of('double.nii')).grid.voxelType).toBe('float32');
    const four = await of('four.nii.gz');
    expect([four.kind, four.grid.phases]).toEqual(['cine', 2]);
    expect(four.phaseTimesMs![1]).toBeCloseTo(40, 3);
  });

  describe.each(Object.entries(golden.real))('%s', (path, places) => {
    const source = sharedData(path);
    // Skips only where the folder of real files is absent; so do the two below.
    it.skipIf(source === null)('has nibabel’s values in their places', async () => {
      const file = await open(source!);
      checkPlaces(file, places);
      const ct = !path.includes('example_seg');
      expect(file.grid.unit).toBe(ct ? 'HU' : 'none');
      expect(file.warnings.map((w) => w.code)).toEqual(ct ? ['formats/assumed-hu'] : []);
      if (ct) expect(file.grid).toMatchObject({ voxelType: 'int16', rescaleSlope: 1 });
    });
  });

  const lidc = sharedData('ct/lidc-idri-0314/lidc-idri-0314-1.4mm.nii.gz');
  it.skipIf(lidc === null)('stored right-handed comes through in file order', async () => {
    const { grid } = await open(lidc!);
    expect(grid.geometry.axes.map((a) => a.map((c) => Math.round(c) + 0))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(grid.geometry.spacingMm.map((s) => Number(s.toFixed(3)))).toEqual([1.4, 1.4, 1.4]);
  });

  it('takes values as HU when told that they are CT', async () => {
    const path = join(testFolder, 'fixtures/volumes/ras.nii');
    expect((await open(path, { modality: 'CT' })).grid.unit).toBe('HU');
    expect((await open(path)).grid.unit).toBe('none');
  });
});

describe('what cannot be read', () => {
  const ras = readFileSync(join(testFolder, 'fixtures/volumes/ras.nii'));
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(ras);
    change(bytes);
    return bytes;
  };
  it.each([
    ['cut voxels', 'a.nii', ras.subarray(0, 400), 'dicom/truncated'],
    ['a cut header', 'a.nii', ras.subarray(0, 200), 'formats/damaged'],
    ['nothing', 'a.nii', new Uint8Array(0), 'dicom/truncated'],
    ['noise under a NIfTI name', 'a.nii', new Uint8Array(1000).fill(7), 'formats/damaged'],
    ['cut gzip', 'a.nii.gz', gzipSync(ras).subarray(0, 60), 'formats/damaged'],
    ['an impossible size', 'a.nii', changed((b) => b.writeInt16LE(-5, 42)), 'formats/damaged'],
    ['an absurd size', 'a.nii', changed((b) => b.writeInt16LE(30000, 42)), 'formats/damaged'],
    ['complex numbers', 'a.nii', changed((b) => b.writeInt16LE(32, 70)), 'formats/unsupported'],
    ['an affine of zeros', 'a.nii', changed((b) => b.fill(0, 280, 328)), 'formats/damaged'],
    [
      'an affine that is not a number',
      'a.nii',
      changed((b) => b.writeFloatLE(NaN, 280)),
      'formats/damaged',
    ],
    ['noise under another name', 'a.nrrd', new Uint8Array(10), 'formats/damaged'],
    ['a lone header', 'a.mhd', Buffer.from(metaHeader('a.raw')), 'formats/missing-data-file'],
    ['a MetaImage that does not end', 'a.mha', Buffer.from('NDims = 3\n'), 'formats/damaged'],
    ['a list of files', 'a.mhd', Buffer.from(metaHeader('LIST')), 'formats/unsupported'],
    [
      'NRRD of vectors',
      'a.nrrd',
      nrrd({ kinds: 'vector domain domain domain', sizes: '3 2 2 2', dimension: '4' }),
      'formats/unsupported',
    ],
    ['NRRD in text', 'a.nrrd', nrrd({ encoding: 'ascii' }), 'formats/unsupported'],
    [
      'NRRD of cut gzip',
      'a.nrrd',
      nrrd({ encoding: 'gzip' }, gzipSync('abc').subarray(0, 15)),
      'formats/damaged',
    ],
  ])('%s', async (_, name, bytes, code) => {
    const error: unknown = await read(name, bytes).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'SparrowError', code });
  });

  it('is left to others when it is none of the formats', async () => {
    expect(await readVolumeFile({ name: 'IM1', bytes: new Uint8Array(400) })).toBeNull();
  });

  it('does not unpack more than the header asks for', async () => {
    const long = Buffer.concat([ras, new Uint8Array(30 * 2 ** 20)]);
    expect((await read('a.nii.gz', gzipSync(long))).grid.voxels).toHaveLength(60);
  });
});

function metaHeader(data: string, extra = ''): string {
  return `NDims = 3\nDimSize = 3 2 2\nElementType = MET_SHORT\nElementSpacing = 1 2 3\nOffset = 5 6 7\nTransformMatrix = 0 1 0 0 0 1 1 0 0\n${extra}ElementDataFile = ${data}\n`;
}

const twelve = Int16Array.from({ length: 12 }, (_, n) => n * 100);
const twelveBytes = new Uint8Array(twelve.buffer);

describe('MetaImage', () => {
  const attached = (extra: string, data: Uint8Array) =>
    Buffer.concat([Buffer.from(metaHeader('LOCAL', extra)), data]);

  it('reads attached, packed, big-endian and detached data alike', async () => {
    const swapped = Buffer.from(twelveBytes).swap16();
    for (const file of [
      await read('a.mha', attached('', twelveBytes)),
      await read('a.mha', attached('CompressedData = True\n', deflateSync(twelveBytes))),
      await read('a.mha', attached('BinaryDataByteOrderMSB = True\n', swapped)),
      await read('a.mhd', Buffer.from(metaHeader('a.raw')), {
        sibling: (name) => Promise.resolve(name === 'a.raw' ? twelveBytes : null),
      }),
    ]) {
      expect([...file.grid.voxels]).toEqual([...twelve]);
      expect(file.grid.geometry).toEqual({
        dims: [3, 2, 2],
        spacingMm: [1, 2, 3],
        originMm: [5, 6, 7],
        axes: [
          [0, 1, 0],
          [0, 0, 1],
          [1, 0, 0],
        ],
      });
    }
  });

  const head = sharedData('ct/vtk-small/head.mha');
  it.skipIf(head === null)('reads a real one', async () => {
    const { grid, kind } = await open(head!);
    expect([grid.geometry.dims, grid.voxelType, kind]).toEqual([[64, 64, 93], 'uint16', 'other']);
    expect(grid.geometry.spacingMm[0]).toBeCloseTo(3.2, 5);
  });
});

/** An NRRD of twelve int16 numbers, with fields changed. */
function nrrd(fields: Record<string, string> = {}, data: Uint8Array = twelveBytes): Buffer {
  const all = {
    type: 'short',
    dimension: '3',
    sizes: '3 2 2',
    encoding: 'raw',
    endian: 'little',
    ...fields,
  };
  const lines = Object.entries(all).map(([key, value]) => `${key}: ${value}`);
  return Buffer.concat([Buffer.from(`NRRD0005\n# made by hand\n${lines.join('\n')}\n\n`), data]);
}

describe('NRRD', () => {
  const space = {
    space: 'right-anterior-superior',
    'space directions': '(-1,0,0) (0,-2,0) (0,0,3)',
    'space origin': '(10,20,30)',
  };

  it('reads raw, gzip and detached data, and RAS as LPS', async () => {
    const head = nrrd({ ...space, 'data file': './a.raw' }, new Uint8Array(0));
    for (const file of [
      await read('a.nrrd', nrrd(space)),
      await read('a.nrrd', nrrd({ ...space, encoding: 'gzip' }, gzipSync(twelveBytes))),
      await read('a.nhdr', head, {
        sibling: (name) => Promise.resolve(name === 'a.raw' ? twelveBytes : null),
      }),
    ]) {
      expect([...file.grid.voxels]).toEqual([...twelve]);
      expect(file.grid.geometry.originMm.map((c) => c + 0)).toEqual([-10, -20, 30]);
      expect(file.grid.geometry.axes.map((a) => a.map((c) => c + 0))).toEqual([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]);
    }
  });

  it('makes phases of a list axis, first or last', async () => {
    const last = {
      dimension: '4',
      sizes: '3 2 1 2',
      'space directions': '(1,0,0) (0,1,0) (0,0,1) none',
      space: 'LPS',
      kinds: 'domain domain domain list',
    };
    const first = {
      dimension: '4',
      sizes: '2 3 2 1',
      'space directions': 'none (1,0,0) (0,1,0) (0,0,1)',
      space: 'LPS',
      kinds: 'list domain domain domain',
    };
    const a = await read('a.nrrd', nrrd(last));
    expect([a.grid.phases, ...a.grid.voxels]).toEqual([2, ...twelve]);
    const b = await read('a.nrrd', nrrd(first));
    expect([...b.grid.voxels]).toEqual([
      0, 200, 400, 600, 800, 1000, 100, 300, 500, 700, 900, 1100,
    ]);
  });

  it('says so when it tells nothing of the patient, or leans', async () => {
    const bare = await read('a.nrrd', nrrd({ spacings: '1 2 3' }));
    expect(bare.warnings.map((w) => w.code)).toEqual(['formats/no-orientation']);
    expect(bare.grid.geometry.spacingMm).toEqual([1, 2, 3]);
    const leaning = {
      space: 'LPS',
      'space directions': '(1,0,0) (0.2,1,0) (0,0,1)',
      sizes: '3 2 2',
    };
    const sheared = await read('a.nrrd', nrrd(leaning));
    expect(sheared.warnings.map((w) => w.code)).toEqual(['formats/sheared']);
    const flat = { space: 'LPS', 'space directions': '(1,0,0) (1,0.1,0) (0,0,1)' };
    await expect(read('a.nrrd', nrrd(flat))).rejects.toMatchObject({ code: 'formats/unsupported' });
  });
});

describe('writers', () => {
  const grid: VoxelGrid = {
    ...gridOf(turned([5, 4, 3]), ([x, y, z]) => Math.round(10 * (x + 2 * y - z))),
    unit: 'none',
  };
  const stored: VoxelGrid = {
    ...grid,
    voxelType: 'int16',
    voxels: Int16Array.from(grid.voxels),
    rescaleSlope: 0.5,
    rescaleIntercept: 3,
  };

  it('NIfTI comes back as it was, packed or not', async () => {
    for (const [name, bytes] of [
      ['a.nii', niftiBytes(stored)],
      ['a.nii.gz', await niftiGzBytes(stored, { description: 'made by a test' })],
    ] as const) {
      const back = await read(name, bytes);
      expect(back.grid.voxels).toEqual(stored.voxels);
      expect([back.grid.rescaleSlope, back.grid.rescaleIntercept]).toEqual([0.5, 3]);
      near(back.grid, stored);
    }
  });

  it('NIfTI qform says the same as its sform', async () => {
    const mirrored = { ...stored, geometry: { ...stored.geometry, axes: flipped(stored) } };
    for (const each of [stored, mirrored]) {
      const bytes = Buffer.from(niftiBytes(each));
      bytes.writeInt16LE(0, 254);
      const back = await read('a.nii', bytes);
      for (const [n, value] of [0, 7, 33, 59].entries()) {
        const [i, j, k] = [value % 5, Math.floor(value / 5) % 4, Math.floor(value / 20)];
        const { originMm: o, axes, spacingMm: s } = each.geometry;
        const at = ([0, 1, 2] as const).map(
          (c) => o[c] + i * s[0] * axes[0][c] + j * s[1] * axes[1][c] + k * s[2] * axes[2][c],
        );
        expect(valueAt(back.grid, [...at, 0])).toBeCloseTo(each.voxels[value]! * 0.5 + 3, 3);
        expect(n).toBeLessThan(4);
      }
    }
  });

  it('NIfTI keeps phases and their step', async () => {
    const two = {
      ...stored,
      phases: 2,
      voxels: Int16Array.from([...stored.voxels, ...stored.voxels]),
    };
    const back = await read('a.nii', niftiBytes(two, { phaseStepMs: 40 }));
    expect([back.grid.phases, Math.round(back.phaseTimesMs![1]!)]).toEqual([2, 40]);
  });

  it('MetaImage comes back in physical values', async () => {
    const back = await read('a.mha', metaImageBytes(stored));
    expect([...back.grid.voxels]).toEqual([...stored.voxels].map((v) => v * 0.5 + 3));
    near(back.grid, stored);
    const plain = await read(
      'a.mha',
      metaImageBytes({ ...stored, rescaleSlope: 1, rescaleIntercept: 0 }),
    );
    expect(plain.grid.voxels).toEqual(stored.voxels);
  });

  it('ITK reads both in the same place', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sparrow-formats-'));
    await writeFile(join(folder, 'a.nii'), niftiBytes(stored));
    await writeFile(join(folder, 'a.mha'), metaImageBytes(stored));
    const { image: nifti } = await niftiReadImageNode(join(folder, 'a.nii'));
    const { image: meta } = await metaReadImageNode(join(folder, 'a.mha'));
    for (const image of [nifti, meta]) {
      const { geometry } = stored;
      image.origin.forEach((c, n) => expect(c).toBeCloseTo(geometry.originMm[n]!, 4));
      image.spacing.forEach((c, n) => expect(c).toBeCloseTo(geometry.spacingMm[n]!, 4));
      expect(image.size).toEqual([...geometry.dims]);
      // ITK's matrix holds the axes as columns.
      const matrix = Array.from(image.direction as unknown as Float64Array);
      geometry.axes.forEach((axis, n) =>
        axis.forEach((c, row) => expect(matrix[3 * row + n]).toBeCloseTo(c, 4)),
      );
      const values = image.data as unknown as ArrayLike<number>;
      expect(values[17]).toBeCloseTo(stored.voxels[17]! * 0.5 + 3, 4);
    }
    await rm(folder, { recursive: true });
  });

  it('refuse colour', () => {
    expect(() => niftiBytes({ ...grid, voxelType: 'rgb8' })).toThrow(/colour/);
    expect(existsSync('a.nii')).toBe(false);
  });
});

function flipped({ geometry }: VoxelGrid): VoxelGrid['geometry']['axes'] {
  const [i, j, k] = geometry.axes;
  return [i, j, [-k[0], -k[1], -k[2]]];
}

function near(back: VoxelGrid, wanted: VoxelGrid) {
  const flat = ({ geometry: g }: VoxelGrid) => [...g.originMm, ...g.spacingMm, ...g.axes.flat()];
  expect(back.geometry.dims).toEqual(wanted.geometry.dims);
  flat(back).forEach((c, n) => expect(c).toBeCloseTo(flat(wanted)[n]!, 4));
}
