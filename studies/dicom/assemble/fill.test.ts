import { describe, expect, it } from 'vitest';
import type { DecodedFrame } from '../types.ts';
import { assemble } from './assemble.ts';
import type { AssembleInput } from './assembled.ts';
import { fillVolume, type FillOptions } from './fill.ts';
import { coronal, instance, slicesAt, type HeaderChanges } from './testing/headers.ts';

type Pixels = DecodedFrame['pixels'];

/** Fills the only volume of some files, whose pixels a function of the file gives. */
async function fill(
  files: readonly AssembleInput[],
  pixelsOf: (id: string) => Pixels,
  options: Partial<FillOptions> = {},
) {
  const [volume, ...others] = assemble(files);
  expect(others).toEqual([]);
  return fillVolume(volume!, {
    headers: new Map(files.map(({ id, header }) => [id, header])),
    decode: ({ id }) => {
      const { rows, columns, samplesPerPixel } = files.find((f) => f.id === id)!.header.image!;
      const frame = { rows, columns, samplesPerPixel: samplesPerPixel as 1 | 3 };
      return Promise.resolve({ ...frame, pixels: pixelsOf(id) });
    },
    ...options,
  });
}

const one = (changes: HeaderChanges, pixels: Pixels) =>
  fill(
    [instance({ ...changes, image: { rows: 1, columns: pixels.length, ...changes.image } })],
    () => pixels,
  );

const codes = (filled: { warnings: readonly { code: string }[] }) =>
  filled.warnings.map((w) => w.code);

describe('grey scale', () => {
  it('makes int16 HU of CT', async () => {
    const { grid } = await one(
      { frame: { rescaleIntercept: -1024 }, image: { signed: false } },
      Uint16Array.of(0, 24, 1024, 4095),
    );
    expect(grid).toMatchObject({
      voxelType: 'int16',
      rescaleSlope: 1,
      rescaleIntercept: 0,
      unit: 'HU',
    });
    expect([...grid.voxels]).toEqual([-1024, -1000, 0, 3071]);
  });

  it('goes to float32 rather than clip', async () => {
    const { grid } = await one(
      { frame: { rescaleIntercept: -1024 }, image: { signed: false } },
      Uint16Array.of(0, 65535),
    );
    expect(grid.voxelType).toBe('float32');
    expect([...grid.voxels]).toEqual([-1024, 64511]);
  });

  it('widens in the middle of a volume without losing earlier slices', async () => {
    const files = slicesAt([0, 1], { image: { rows: 1, columns: 2, signed: false } });
    const pixels = (id: string) => Uint16Array.of(7, id.startsWith('z1') ? 60000 : 8);
    const { grid } = await fill(files, pixels, { concurrency: 1 });
    expect([...grid.voxels]).toEqual([7, 8, 7, 60000]);
  });

  it('keeps a fractional slope with stored values', async () => {
    const { grid } = await one(
      { frame: { rescaleSlope: 0.5, rescaleIntercept: -10 } },
      Int16Array.of(3, 5),
    );
    expect(grid).toMatchObject({ voxelType: 'int16', rescaleSlope: 0.5, rescaleIntercept: -10 });
    expect([...grid.voxels]).toEqual([3, 5]);
  });

  it('brings slices of different slopes to one scale, with a warning', async () => {
    const files = [
      ...slicesAt([0], {
        image: { rows: 1, columns: 1 },
        frame: { rescaleSlope: 0.5, positionMm: [0, 0, 0] },
      }),
      ...slicesAt([1], {
        image: { rows: 1, columns: 1 },
        frame: { rescaleSlope: 2.5, positionMm: [0, 0, 1] },
      }),
    ].map((f) => ({ ...f, header: { ...f.header, modality: 'MR' } }));
    const filled = await fill(files, () => Int16Array.of(10));
    expect(filled.grid).toMatchObject({
      voxelType: 'float32',
      rescaleSlope: 1,
      rescaleIntercept: 0,
    });
    expect([...filled.grid.voxels]).toEqual([5, 25]);
    expect(codes(filled)).toEqual(['assemble/values-unified']);
  });

  it('keeps the stored values of MR, and 8 bits as 8 bits', async () => {
    const mr = { header: { modality: 'MR' }, frame: { rescaleType: '' } };
    const wide = await one(mr, Int16Array.of(-3, 900));
    expect([wide.grid.voxelType, ...wide.grid.voxels, wide.grid.unit]).toEqual([
      'int16',
      -3,
      900,
      'signal',
    ]);
    const narrow = await one(
      { ...mr, image: { bitsStored: 8, signed: false } },
      Uint8Array.of(0, 255),
    );
    expect([narrow.grid.voxelType, ...narrow.grid.voxels]).toEqual(['uint8', 0, 255]);
  });

  it('turns MONOCHROME1 round, its window too', async () => {
    const { grid, window, warnings } = await one(
      {
        header: { modality: 'DX' },
        image: { photometric: 'MONOCHROME1', bitsStored: 12, signed: false },
        frame: { windowCentre: 1000, windowWidth: 500, positionMm: null },
      },
      Uint16Array.of(0, 1000, 4095),
    );
    expect([...grid.voxels]).toEqual([4095, 3095, 0]);
    expect(window).toEqual({ centre: 3095, width: 500 });
    expect(warnings.map((w) => w.code)).toContain('assemble/inverted');
  });

  it('leaves HU alone under MONOCHROME1: a number is a number', async () => {
    const { grid } = await one({ image: { photometric: 'MONOCHROME1' } }, Int16Array.of(-1000, 40));
    expect([...grid.voxels]).toEqual([-1000, 40]);
  });

  it('looks values up in a modality LUT, clamping at its ends', async () => {
    const modalityLut = { first: 10, values: Uint16Array.of(100, 200, 300) };
    const { grid } = await one(
      { header: { modality: 'OT' }, frame: { modalityLut, rescaleType: '' } },
      Int16Array.of(0, 10, 11, 99),
    );
    expect([...grid.voxels]).toEqual([100, 100, 200, 300]);
  });

  it.each([
    ['bright padding goes to air', 3000, [-1000, 0, 50], Int16Array.of(3000, 0, 50)],
    ['padding below all stays', -2000, [-2000, 0, 50], Int16Array.of(-2000, 0, 50)],
    ['padding given unsigned', 63536, [-2000, 0, 50], Int16Array.of(-2000, 0, 50)],
    ['padding above the lowest value', -900, [-1005, -1005, 50], Int16Array.of(-900, -1005, 50)],
  ])('%s', async (_, padding, expected, pixels) => {
    const { grid } = await one({ image: { padding } }, pixels);
    expect([...grid.voxels]).toEqual(expected);
  });

  it('keeps float pixels', async () => {
    const { grid } = await one(
      { image: { float: true, bitsAllocated: 32 } },
      Float32Array.of(0.25, -3),
    );
    expect([grid.voxelType, ...grid.voxels]).toEqual(['float32', 0.25, -3]);
  });

  it('keeps colour as rgb8', async () => {
    const image = { samplesPerPixel: 3, photometric: 'RGB', rows: 1, columns: 2 };
    const { grid, window } = await fill([instance({ image })], () =>
      Uint8Array.of(1, 2, 3, 4, 5, 6),
    );
    expect([grid.voxelType, grid.geometry.dims, ...grid.voxels]).toEqual([
      'rgb8',
      [2, 1, 1],
      1,
      2,
      3,
      4,
      5,
      6,
    ]);
    expect(window).toEqual({ centre: 127.5, width: 255 });
  });
});

describe('resampling', () => {
  it('finds a linear ramp again between unevenly spaced slices', async () => {
    const places = [0, 1, 2, 3, 4, 6.5, 9, 11.5];
    const files = slicesAt(places, { image: { rows: 1, columns: 1, float: true } });
    const at = (id: string) => Number(id.slice(1, id.indexOf('#')));
    const { grid } = await fill(files, (id) => Float32Array.of(10 * at(id)));
    const { spacingMm, dims } = grid.geometry;
    for (let k = 0; k < dims[2]; k++) expect(grid.voxels[k]).toBeCloseTo(10 * k * spacingMm[2], 3);
  });

  it('puts a tilted stack upright: a ramp in patient space comes out straight', async () => {
    const tilt = (20 * Math.PI) / 180;
    const [rows, columns] = [40, 2];
    const column = [0, Math.cos(tilt), Math.sin(tilt)] as const;
    const files = [0, 1, 2, 3, 4].map((n) =>
      instance({
        id: String(n),
        image: { rows, columns, float: true },
        frame: { columnAxis: column, positionMm: [0, 0, n * 3] },
      }),
    );
    const value = (y: number, z: number) => 100 + 2 * y - 3 * z;
    const { grid } = await fill(files, (id) => {
      const pixels = new Float32Array(rows * columns);
      for (let n = 0; n < pixels.length; n++) {
        const j = Math.floor(n / columns);
        pixels[n] = value(j * column[1], Number(id) * 3 + j * column[2]);
      }
      return pixels;
    });
    const { dims, originMm, axes, spacingMm } = grid.geometry;
    let checked = 0;
    for (let k = 0; k < dims[2]; k++) {
      for (let j = 6; j < dims[1] - 6; j++) {
        const y = originMm[1] + j * axes[1][1] + k * spacingMm[2] * axes[2][1];
        const z = originMm[2] + j * axes[1][2] + k * spacingMm[2] * axes[2][2];
        const voxel = grid.voxels[(k * dims[1] + j) * dims[0]]!;
        expect(voxel).toBeCloseTo(value(y, z), 2);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(100);
  });

  it('invents nothing in a missing slice', async () => {
    const files = slicesAt([0, 2, 6], { image: { rows: 1, columns: 1 } });
    const { grid } = await fill(files, () => Int16Array.of(80));
    expect([...grid.voxels]).toEqual([80, 80, 80, 80]);
    const varied = await fill(files, (id) => Int16Array.of(id.startsWith('z0') ? -700 : 80));
    expect([...varied.grid.voxels]).toEqual([-700, 80, -700, 80]);
  });
});

describe('bad frames', () => {
  const files = slicesAt([0, 1, 2], { image: { rows: 1, columns: 1 } });

  it('leave a blank slice and a warning', async () => {
    const failed: string[] = [];
    const filled = await fill(
      files,
      (id) => {
        if (id.startsWith('z1')) throw new Error('damaged');
        return Int16Array.of(5);
      },
      { onUnreadable: ({ id }) => failed.push(id) },
    );
    expect(codes(filled)).toEqual(['assemble/frames-unreadable']);
    expect(failed).toEqual(['z1#1']);
    expect([...filled.grid.voxels]).toEqual([5, 5, 5]);
  });

  it('of the wrong size count as unreadable', async () => {
    const filled = await fill(files, (id) => new Int16Array(id.startsWith('z1') ? 9 : 1));
    expect(codes(filled)).toEqual(['assemble/frames-unreadable']);
  });

  it('fail the volume when there is no good one', async () => {
    const none = fill(files, () => {
      throw new Error('damaged');
    });
    await expect(none).rejects.toMatchObject({ code: 'assemble/nothing-decoded' });
  });

  it('are never asked for when the volume is too large', async () => {
    let asked = 0;
    const big = fill(
      files,
      () => {
        asked++;
        return Int16Array.of(1);
      },
      { maxBytes: 5 },
    );
    await expect(big).rejects.toMatchObject({ code: 'assemble/too-large' });
    expect(asked).toBe(0);
  });

  it('stop at once when cancelled', async () => {
    const stop = new AbortController();
    const run = fill(
      files,
      () => {
        stop.abort();
        return Int16Array.of(1);
      },
      { signal: stop.signal, concurrency: 1 },
    );
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('counts every frame once', async () => {
  const files = slicesAt([0, 1, 2], { image: { rows: 1, columns: 1 }, frame: {} });
  const seen: number[] = [];
  await fill(files, () => Int16Array.of(1), { onFrame: (done, total) => seen.push(done, total) });
  expect(seen).toEqual([1, 3, 2, 3, 3, 3]);
});

it('fills a coronal scan in its own planes', async () => {
  const files = [0, 4].map((y) =>
    instance({
      id: String(y),
      image: { rows: 1, columns: 2 },
      frame: { ...coronal, positionMm: [0, y, 0] },
    }),
  );
  const { grid } = await fill(files, (id) => Int16Array.of(Number(id), Number(id) + 1));
  expect([...grid.voxels]).toEqual([0, 1, 4, 5]);
});
