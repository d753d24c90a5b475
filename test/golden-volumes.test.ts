import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assemble } from '../studies/dicom/assemble/assemble.ts';
import type { AssembledVolume, AssembleInput } from '../studies/dicom/assemble/assembled.ts';
import { fillVolume } from '../studies/dicom/assemble/fill.ts';
import { decodeFrame } from '../studies/dicom/decode/decode-frame.ts';
import { readInstance, type Instance } from '../studies/dicom/read/instance.ts';
import { isRefused } from '../studies/dicom/sources/source.ts';
import { walk } from '../studies/dicom/sources/walk.ts';
import { sharedData } from './shared-data.ts';

/** What dcm2niix made of the same files; see golden/make-volumes-golden.py. */
interface GoldenVolume {
  kind: string;
  dims: number[];
  phases: number;
  spacingMm: number[];
  originMm: number[];
  axes: number[][];
  lossy: boolean;
  slices: {
    phase: number;
    slice: number;
    mean: number;
    sd: number;
    min: number;
    max: number;
    sha256?: string;
  }[];
}

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden/volumes.json'), 'utf8'),
) as Record<string, { path: string; volumes: GoldenVolume[] }>;

describe.each(Object.entries(golden))('%s', (_, { path, volumes: expected }) => {
  const source = sharedData(path);
  // Skips only where the folder of real scanner files is absent.
  it.skipIf(source === null)('assembles as dcm2niix has it', { timeout: 120_000 }, async () => {
    const { instances, inputs } = await readAll(source!);
    const volumes = assemble(inputs);
    const bySize = (a: { dims: readonly number[] }, b: { dims: readonly number[] }) =>
      b.dims[2]! - a.dims[2]!;
    volumes.sort((a, b) => bySize(a.geometry, b.geometry));
    expect(volumes).toHaveLength(expected.length);
    for (const [n, wanted] of [...expected].sort(bySize).entries()) {
      const volume = volumes[n]!;
      checkGeometry(volume, wanted);
      for (const slice of wanted.slices) await checkSlice(volume, slice, wanted.lossy, instances);
    }
  });
});

async function readAll(source: string) {
  const instances = new Map<string, Instance>();
  const inputs: AssembleInput[] = [];
  for await (const item of walk([source])) {
    if (isRefused(item)) throw new Error(item.refused);
    if (!/dcm|\.dicom|IM|[0-9]$/i.test(item.name) || /\.(txt|md)$/i.test(item.name)) continue;
    const instance = readInstance(await item.bytes(), item.name);
    instances.set(item.name, instance);
    inputs.push({ id: item.name, header: instance.header });
  }
  return { instances, inputs };
}

function checkGeometry(volume: AssembledVolume, wanted: GoldenVolume) {
  expect(volume.kind).toBe(wanted.kind);
  expect(volume.geometry.dims).toEqual(wanted.dims);
  expect(volume.phases).toBe(wanted.phases);
  expect(volume.plan.kind).toBe('direct');
  expect(volume.calibrated).toBe(true);
  expect(volume.unit).toBe(wanted.kind === 'cine' ? 'signal' : 'HU');
  near(volume.geometry.spacingMm, wanted.spacingMm, 1e-3);
  near(volume.geometry.originMm, wanted.originMm, 0.02);
  volume.geometry.axes.forEach((axis, n) => near(axis, wanted.axes[n]!, 1e-4));
}

async function checkSlice(
  volume: AssembledVolume,
  wanted: GoldenVolume['slices'][number],
  lossy: boolean,
  instances: ReadonlyMap<string, Instance>,
) {
  const [nx, ny] = volume.geometry.dims;
  const { grid } = await fillVolume(
    {
      ...volume,
      geometry: { ...volume.geometry, dims: [nx, ny, 1] },
      phases: 1,
      frames: [[volume.frames[wanted.phase]![wanted.slice]!]],
    },
    {
      headers: new Map([...instances].map(([id, { header }]) => [id, header])),
      decode: ({ id, frame }) => decodeFrame(instances.get(id)!, frame),
    },
  );
  expect([grid.voxelType, grid.rescaleSlope, grid.rescaleIntercept]).toEqual(['int16', 1, 0]);
  const values = Array.from(grid.voxels).sort((a, b) => a - b);
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  // Decoders of lossy JPEG 2000 differ by a grey level here and there.
  expect(Math.abs(mean - wanted.mean)).toBeLessThan(lossy ? 0.05 : 1e-3);
  expect(Math.abs(sd - wanted.sd)).toBeLessThan(lossy ? 0.05 : 1e-3);
  if (wanted.sha256 === undefined) return;
  expect([values[0], values.at(-1)]).toEqual([wanted.min, wanted.max]);
  expect(createHash('sha256').update(grid.voxels).digest('hex')).toBe(wanted.sha256);
}

function near(found: readonly number[], wanted: readonly number[], tolerance: number) {
  found.forEach((value, n) => expect(Math.abs(value - wanted[n]!)).toBeLessThan(tolerance));
}
