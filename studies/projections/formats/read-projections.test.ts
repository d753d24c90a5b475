import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, deflateSync } from 'node:zlib';
import { metaReadImageNode } from '@itk-wasm/image-io';
import { describe, expect, it } from 'vitest';
import { inThisThread } from '../../tomography/in-this-thread.ts';
import {
  fullTurn,
  WATER_MU_PER_MM,
  type AttenuationGrid,
  type CircularGeometry,
} from '../../tomography/circular-geometry.ts';
import { fdk } from '../../tomography/fdk.ts';
import { looksLikeProjections } from './looks-like-projections.ts';
import { readProjectionPaths, readProjections } from './read-projections.ts';
import { framesXml, hisBytes, hncBytes, intensities, ximBytes } from './testing/detector-files.ts';
import { memoryFile } from './testing/memory-file.ts';
import { sphereScan, twoBalls } from './testing/sphere-scan.ts';
import { rtkGeometryXml } from './write-rtk-geometry.ts';
import { projectionStackBytes } from './write-stack.ts';

const geometry: CircularGeometry = {
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 41,
  detectorRows: 30,
  pixelMm: [6, 8],
  anglesDeg: fullTurn(24),
  isocentreMm: [0, 0, 0],
};

const isClose = (a: Float32Array, b: Float32Array, within: number) => {
  expect(a.length).toBe(b.length);
  let most = 0;
  for (let n = 0; n < a.length; n++) most = Math.max(most, Math.abs(a[n]! - b[n]!));
  expect(most).toBeLessThan(within);
};

describe('RTK with a MetaImage stack', () => {
  const flexing: CircularGeometry = {
    ...geometry,
    isocentreMm: [12.5, -3, 101],
    anglesDeg: fullTurn(24, -170).map((angle) => -angle / 3),
    detectorOffsetsMm: geometry.anglesDeg.map((_, n) => [-40 + 0.1 * n, 0.3]),
    sourceOffsetsMm: geometry.anglesDeg.map((_, n) => [0.01 * n, -0.2]),
  };
  const scan = sphereScan(flexing);
  const stack = projectionStackBytes(scan);
  const xml = memoryFile('geometry.xml', rtkGeometryXml(flexing));

  it('comes back bit for bit, offsets and isocentre included', async () => {
    const back = await readProjections([memoryFile('scan.mha', stack), xml]);
    expect(back.projections.geometry).toEqual(flexing);
    expect(back.projections.lineIntegrals).toEqual(scan.lineIntegrals);
    expect(back.origin).toBe('rtk');
  });

  it('is read from disk view by view, every third, detached data and zip alike', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sparrow-projections-'));
    const end = stack.length - 4 * scan.lineIntegrals.length;
    const header = Buffer.from(stack.subarray(0, end)).toString('latin1').replace('LOCAL', 'a.raw');
    await writeFile(join(folder, 'a.mhd'), header);
    await writeFile(join(folder, 'a.raw'), stack.subarray(end));
    await writeFile(join(folder, 'g.xml'), rtkGeometryXml(flexing));
    const views: number[] = [];
    const paths = [join(folder, 'a.mhd'), join(folder, 'g.xml')];
    const onView = (done: number) => views.push(done);
    const third = await readProjectionPaths(paths, { everyNth: 3, onView });
    expect(third.projections.geometry.anglesDeg).toEqual(
      flexing.anglesDeg.filter((_, n) => n % 3 === 0),
    );
    const pixels = 41 * 30;
    expect(third.projections.lineIntegrals.subarray(pixels, 2 * pixels)).toEqual(
      scan.lineIntegrals.subarray(3 * pixels, 4 * pixels),
    );
    expect(views).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await expect(readProjectionPaths([join(folder, 'none.mha')])).rejects.toThrow(
      'none.mha does not exist.',
    );
    await rm(folder, { recursive: true });
  });

  it('is read packed too', async () => {
    const end = stack.length - 4 * scan.lineIntegrals.length;
    const header = Buffer.from(stack.subarray(0, end)).toString('latin1');
    const packed = Buffer.concat([
      Buffer.from(header.replace('CompressedData = False', 'CompressedData = True')),
      deflateSync(stack.subarray(end)),
    ]);
    const back = await readProjections([memoryFile('scan.mha', packed), xml]);
    expect(back.projections.lineIntegrals).toEqual(scan.lineIntegrals);
  });

  it('bins by two: means, larger pixels, a middle that moves with what is left off', async () => {
    const files = [memoryFile('scan.mha', stack), xml];
    const { projections } = await readProjections(files, { binning: 2 });
    const binned = projections.geometry;
    expect([binned.detectorColumns, binned.detectorRows, ...binned.pixelMm]).toEqual([
      20, 15, 12, 16,
    ]);
    // One column of 6 mm is left off at the end: the middle lies 3 mm lower.
    expect(binned.detectorOffsetsMm![0]![0]).toBeCloseTo(-43, 9);
    const at = (u: number, v: number) => scan.lineIntegrals[u * 30 + v]!;
    const mean = (at(20, 16) + at(21, 16) + at(20, 17) + at(21, 17)) / 4;
    expect(projections.lineIntegrals[10 * 15 + 8]).toBeCloseTo(mean, 5);
  });

  it('ITK reads the stack as RTK would', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sparrow-projections-'));
    await writeFile(join(folder, 'a.mha'), stack);
    const { image } = await metaReadImageNode(join(folder, 'a.mha'));
    await rm(folder, { recursive: true });
    expect(image.size).toEqual([41, 30, 24]);
    expect(image.origin.slice(0, 2)).toEqual([-120, -116]);
    const value = (image.data as unknown as Float32Array)[(2 * 30 + 17) * 41 + 23];
    expect(value).toBe(scan.lineIntegrals[(2 * 41 + 23) * 30 + 17]);
  });

  it('stops when told to', async () => {
    const signal = AbortSignal.abort();
    const reading = readProjections([memoryFile('scan.mha', stack), xml], { signal });
    await expect(reading).rejects.toThrow(/abort/i);
  });
});

/** Mean HU and centre of mass of what stands out in a ball's neighbourhood. */
function ballIn(grid: AttenuationGrid, centre: readonly number[], reachMm: number) {
  const { counts, spacingMm, originMm, mu } = grid;
  let weight = 0;
  const sum = [0, 0, 0];
  for (let x = 0; x < counts[0]; x++) {
    for (let y = 0; y < counts[1]; y++) {
      for (let z = 0; z < counts[2]; z++) {
        const place = [x, y, z].map((index, n) => originMm[n]! + index * spacingMm[n]!);
        if (Math.hypot(...place.map((c, n) => c - centre[n]!)) > reachMm) continue;
        const value = Math.max(0, mu[(x * counts[1] + y) * counts[2] + z]! - 0.3 * WATER_MU_PER_MM);
        weight += value;
        place.forEach((c, n) => (sum[n]! += value * c));
      }
    }
  }
  return sum.map((c) => c / weight);
}

const smallGrid = {
  counts: [40, 40, 36] as const,
  spacingMm: [4, 4, 4] as const,
  originMm: [-78, -78, -70] as const,
};

describe('plastimatch', () => {
  const zip = join(
    import.meta.dirname,
    '../../../test/fixtures/projections/plastimatch-spheres.zip',
  );

  it('has its spheres where plastimatch had them, in HU', async () => {
    const scan = await readProjectionPaths([zip]);
    const { geometry: found } = scan.projections;
    expect(scan.origin).toBe('plastimatch');
    expect([found.detectorColumns, found.detectorRows, ...found.pixelMm]).toEqual([
      40,
      30,
      6,
      expect.closeTo(10.66667, 4) as number,
    ]);
    // drr starts with the source on the patient's left and turns towards the front.
    expect(found.anglesDeg.slice(0, 3)).toEqual([90, 81, 72]);
    expect(found.isocentreMm.map((c) => Math.abs(c))).toEqual([0, 0, 0]);
    const grid = await fdk(inThisThread(), scan.projections, smallGrid, { hannCutOff: 1 });
    const first = ballIn(grid, [30, -20, 15], 36);
    const second = ballIn(grid, [-40, 10, -25], 24);
    [30, -20, 15].forEach((c, n) => expect(Math.abs(first[n]! - c)).toBeLessThan(2));
    [-40, 10, -25].forEach((c, n) => expect(Math.abs(second[n]! - c)).toBeLessThan(2));
    const at = grid.mu[(27 * 40 + 15) * 36 + 21]!;
    expect(Math.abs(at / WATER_MU_PER_MM - 1)).toBeLessThan(0.1);
  });
});

describe.each([
  ['Varian HNC', 'varian-hnc'],
  ['Varian XIM', 'varian-xim'],
  ['Elekta HIS', 'elekta-his'],
] as const)('%s', (format, origin) => {
  // A half fan: the panel stands 40 mm to +u, which a wrong sign would break.
  const shifted: CircularGeometry = {
    ...geometry,
    sourceDetectorMm: origin === 'elekta-his' ? 1536 : 1500,
    detectorColumns: 40,
    detectorRows: 40,
    pixelMm: origin === 'elekta-his' ? [10.24, 10.24] : [8, 8],
    detectorOffsetsMm: geometry.anglesDeg.map(() => [40, 0] as const),
  };
  const scan = sphereScan(shifted);
  const files = shifted.anglesDeg.map((angle, n) => {
    const pixels = intensities(scan, n, origin === 'elekta-his' ? 65536 : 30000);
    const number = String(n + 1).padStart(5, '0');
    if (origin === 'elekta-his') {
      return memoryFile(`scan/${number}.1.3.46.423632.his`, hisBytes(40, 40, pixels));
    }
    if (origin === 'varian-hnc') {
      const fields = { angle, lateralCm: 4, pixelMm: 8 };
      return memoryFile(`scan/Proj_${number}.hnc`, hncBytes(40, 40, pixels, fields));
    }
    const fields = {
      KVSourceRtn: 180 - angle,
      KVDetectorLat: 4,
      PixelWidth: 0.8,
      PixelHeight: 0.8,
      StartTime: 'a string',
      Spectrum: [1, 2, 3],
    };
    return memoryFile(`scan/Proj_${number}.xim`, ximBytes(40, 40, pixels, fields));
  });
  const list = shifted.anglesDeg.map((angle, n) => ({
    seq: n + 1,
    angle,
    centre: [-40, 0] as const,
  }));
  const beside = origin === 'elekta-his' ? [framesXml(list)] : [];

  it('gives the line integrals that went in, in the house’s convention', async () => {
    const back = await readProjections([...files, ...beside]);
    expect(back.origin).toBe(origin);
    expect(back.projections.geometry.anglesDeg).toEqual(shifted.anglesDeg);
    expect(back.projections.geometry).toMatchObject({
      sourceAxisMm: 1000,
      sourceDetectorMm: shifted.sourceDetectorMm,
      detectorOffsetsMm: shifted.detectorOffsetsMm,
    });
    isClose(back.projections.lineIntegrals, scan.lineIntegrals, 2e-3);
    const codes = back.warnings.map((each) => each.code);
    expect(codes).toContain('projections/unverified-format');
    expect(back.warnings[0]!.message).toBe(
      `The ${format} format is read by its published layout; no file of a real scanner was at hand to check it.`,
    );
  });

  it('is recognised among what is dropped', async () => {
    expect(await looksLikeProjections(files)).toBe(true);
    expect(await looksLikeProjections(files.slice(0, 2))).toBe(false);
  });

  it('takes an RTK geometry instead of its own, and says when a view is missing', async () => {
    const rtk = memoryFile('g.xml', rtkGeometryXml(shifted));
    const back = await readProjections([...files, rtk]);
    expect(back.projections.geometry.detectorOffsetsMm![0]).toEqual([40, 0]);
    const holed = files.filter((_, n) => n !== 10);
    await expect(readProjections([...holed, rtk])).rejects.toThrow(
      /^g.xml describes 24 views, but .* holds 23.$/,
    );
    const without = await readProjections([...holed, ...beside]);
    const said = without.warnings.map((each) => each.message).join(' ');
    expect(said).toMatch(/View 11 is missing: after .*0010.* comes .*0012.*\./);
    expect(said).toContain('Between views 10 and 11 the gantry turns 30 degrees, elsewhere 15.');
  });
});

it('finds the spheres of a half fan on their own side', async () => {
  const half: CircularGeometry = {
    ...geometry,
    anglesDeg: fullTurn(72),
    detectorColumns: 40,
    pixelMm: [6, 8],
    detectorOffsetsMm: fullTurn(72).map(() => [-42, 0] as const),
  };
  const scan = sphereScan(half);
  const files = [
    memoryFile('a.mha', projectionStackBytes(scan)),
    memoryFile('g.xml', rtkGeometryXml(half)),
  ];
  const { projections } = await readProjections(files);
  const grid = await fdk(inThisThread(), projections, smallGrid, { hannCutOff: 1 });
  for (const { centreMm, radiusMm } of twoBalls) {
    const found = ballIn(grid, centreMm, 1.3 * radiusMm);
    centreMm.forEach((c, n) => expect(Math.abs(found[n]! - c)).toBeLessThan(2));
  }
});

it('recognises a stack beside an RTK geometry, and no other volume', async () => {
  const stack = memoryFile('a.mha', new Uint8Array(10));
  const rtk = memoryFile('g.xml', rtkGeometryXml(geometry));
  expect(await looksLikeProjections([stack, rtk])).toBe(true);
  expect(await looksLikeProjections([stack, memoryFile('a.xml', '<a/>')])).toBe(false);
  expect(await looksLikeProjections([stack])).toBe(false);
});

it('opens gzip by way of its paths', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sparrow-projections-'));
  const scan = sphereScan(geometry);
  await writeFile(join(folder, 'a.mha.gz'), gzipSync(projectionStackBytes(scan)));
  await writeFile(join(folder, 'g.xml'), rtkGeometryXml(geometry));
  const back = await readProjectionPaths([folder]);
  expect(back.projections.lineIntegrals).toEqual(scan.lineIntegrals);
  expect(back.projections.geometry).toEqual(geometry);
  await rm(folder, { recursive: true });
});
