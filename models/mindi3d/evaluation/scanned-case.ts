import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { ConeBeam } from '../../../studies/tomography/cone-beam.ts';
import type { PresetId } from '../../../studies/tomography/presets.ts';
import type { ObjectVolume } from '../../../studies/tomography/simulation/object-volume.ts';
import {
  centredGrid,
  columnsFor,
  fieldGeometry,
  type Field,
} from '../../../studies/tomography/simulation/scan-plan.ts';
import { seenByAll } from '../../../studies/tomography/simulation/seen-by-all.ts';
import {
  reconstruct,
  scan,
  sparseScan,
  type SimulatedVolume,
} from '../../../studies/tomography/simulation/simulate-scan.ts';
import { measuredRegion } from './region.ts';
import { objectOnGrid } from './object-on-grid.ts';

/** How a case is scanned. */
export interface Acquisition {
  readonly preset: PresetId;
  readonly denseViews: number;
  /** Photons for each pixel and view. */
  readonly photons: number;
  /** Sparse scans to take from the dense one. */
  readonly sparseViews: readonly number[];
  readonly seed: number;
}

/** The protocol's acquisition: full fan, 400 dense views, 1e5 photons; 20 and 150 views are for bar 10. */
export const usualAcquisition: Acquisition = {
  preset: 'full-fan',
  denseViews: 400,
  photons: 1e5,
  sparseViews: [20, 25, 50, 100, 150],
  seed: 1,
};

/** A case as scanned: the dense reconstruction is the reference, the sparse ones are what is restored. */
export interface ScannedCase {
  readonly dense: Omit<SimulatedVolume, 'projections'>;
  readonly sparse: ReadonlyMap<number, SimulatedVolume>;
  /** The object itself on the same grid, HU. */
  readonly truth: Int16Array;
  /** Voxels that every view sees. */
  readonly seen: Uint8Array;
  /** Voxels that are measured: the seen ones less the border. */
  readonly region: Uint8Array;
}

/** Scans an object as said: every reconstruction on one grid, air outside what all views see. */
export async function scanCase(
  beam: ConeBeam,
  field: Field,
  object: ObjectVolume,
  acquisition: Acquisition,
  signal?: AbortSignal,
): Promise<ScannedCase> {
  const { preset, denseViews, photons, seed } = acquisition;
  const frame = centredGrid(field.counts, field.spacingMm, field.isocentreMm);
  const geometry = fieldGeometry(field, preset, denseViews, columnsFor(field.counts[0]));
  const detector = { photons, electronic: 5, scatter: 0, hardening: 0, seed };
  const hooks = signal ? { signal } : {};
  const projections = await scan(beam, object, geometry, detector, 0, hooks);
  const { projections: _, ...dense } = await reconstruct(beam, projections, frame, hooks);
  const sparse = new Map<number, SimulatedVolume>();
  for (const views of acquisition.sparseViews) {
    sparse.set(views, await reconstruct(beam, sparseScan(projections, views), frame, hooks));
  }
  const seen = seenByAll(frame, geometry);
  return {
    dense,
    sparse,
    truth: objectOnGrid(object, frame),
    seen,
    region: measuredRegion(seen, field.counts),
  };
}

/** The same, kept on disk under `folder` so that an interrupted evaluation need not scan again. */
export async function cachedScan(
  folder: string,
  name: string,
  object: () => Promise<{ field: Field; object: ObjectVolume }>,
  acquisition: Acquisition,
  tools: { beam: ConeBeam; signal?: AbortSignal },
): Promise<ScannedCase> {
  const key = createHash('sha256').update(JSON.stringify(acquisition)).digest('hex').slice(0, 12);
  const file = join(folder, `${name}-${key}.scan`);
  const kept = await readFile(file).catch(() => null);
  if (kept !== null) return deserialize(kept) as ScannedCase;
  const { field, object: body } = await object();
  const scanned = await scanCase(tools.beam, field, body, acquisition, tools.signal);
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.part`, serialize(scanned));
  await rename(`${file}.part`, file);
  return scanned;
}
