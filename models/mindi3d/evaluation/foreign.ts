import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readProjectionPaths } from '../../../studies/projections/formats/read-projections.ts';
import type { ConeBeam } from '../../../studies/tomography/cone-beam.ts';
import type { Projections } from '../../../studies/tomography/projections.ts';
import { fieldOfViewMask } from '../../../studies/volume/field-of-view.ts';
import { voxelToPatient } from '../../../studies/volume/geometry.ts';
import { physicalValues } from '../../../studies/volume/values.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import { comparedRays } from '../compared-rays.ts';
import { attenuationOf } from '../measured-grid.ts';
import { psnr } from './measures.ts';
import { residualPercent, startsFromProjections } from './methods.ts';
import type { Network } from './network.ts';
import { readGrid } from './read-ct.ts';
import type { Ledger } from './rows.ts';

/** PSNR on volumes whose projector, noise, filter and grid are another program's. */
export interface ForeignRow {
  readonly case: string;
  readonly method: string;
  readonly psnrDb: number;
  readonly gainDb: number;
  /** Of that program's line integrals, where they are at hand. */
  readonly residualPercent: number | null;
}

/** Of a pair's meta.json: views of the dense and the sparse scan. */
const metaSchema = z.looseObject({ dense: z.number().int(), sparse: z.number().int() });
const volumeFile = (name: string) => new RegExp(`^${name}\\d*\\.(nii|nii\\.gz|nrrd)$`);
const stepCounts = [1, 2, 4];

/**
 * Folders with a dense and a sparse volume each, `dense.*` and `sparse*.*` (NIfTI or NRRD, HU;
 * models/training/foreign.py writes them), and where there is a folder `p`, its projections: the
 * sparse volume is restored, and both are measured against the dense one inside the field of view.
 */
export async function checkForeign(
  network: Network,
  beam: ConeBeam,
  folder: string,
  ledger: Ledger,
): Promise<ForeignRow[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const cases = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const rows: ForeignRow[] = [];
  for (const id of cases.sort()) {
    const own = join(folder, id);
    const names = await readdir(own);
    const file = (name: string) => names.find((each) => volumeFile(name).test(each));
    const [sparse, dense] = [file('sparse'), file('dense')];
    if (sparse === undefined || dense === undefined) continue;
    const from = startsFromProjections(network) && names.includes('p') ? join(own, 'p') : null;
    const key = `foreign|${id}|${from === null ? 'volumes' : 'views'}|${network.weights.sha256}`;
    const make = async () => {
      const grids = [await readGrid(join(own, sparse)), await readGrid(join(own, dense))] as const;
      const views = from === null ? null : await readViews(beam, from, own, grids[0]);
      return pairRows(network, beam, id, ...grids, views);
    };
    rows.push(...(await ledger.once(key, make)));
  }
  return rows;
}

async function pairRows(
  network: Network,
  beam: ConeBeam,
  id: string,
  sparse: VoxelGrid,
  dense: VoxelGrid,
  projections: Projections | null,
): Promise<ForeignRow[]> {
  const { geometry } = sparse;
  const [hu, reference] = [wholeHu(sparse), wholeHu(dense)];
  const region = fieldOfViewMask(dense.geometry);
  const inside = fieldOfViewMask(dense.geometry, 0);
  const base = psnr(hu, reference, region);
  const row = async (method: string, got: Int16Array): Promise<ForeignRow> => {
    const psnrDb = psnr(got, reference, region);
    const misses =
      projections === null
        ? null
        : await residualPercent(beam, got, { hu: got, geometry, projections }, inside);
    return { case: id, method, psnrDb, gainDb: psnrDb - base, residualPercent: misses };
  };
  const rows = [await row('sparse FDK', hu)];
  for (const steps of stepCounts) {
    const got = await network.restoreAlone(hu, geometry.dims, geometry.spacingMm, { steps });
    rows.push(await row(`MInDI-3D K=${steps}`, got));
  }
  if (projections === null) return rows;
  for (const steps of stepCounts) {
    const params = { steps, start: 'projections' as const };
    const got = await network.restore({ hu, geometry, projections }, params);
    rows.push(await row(`MInDI-3D from projections K=${steps}`, got.hu));
  }
  return rows;
}

function wholeHu(grid: VoxelGrid): Int16Array {
  return Int16Array.from(physicalValues(grid), (value) =>
    Math.max(-32768, Math.min(32767, Math.round(value))),
  );
}

/**
 * The sparse scan's views about the volume's middle. That program's line integrals have a unit of
 * their own, so they are scaled to fit those of its sparse volume.
 */
async function readViews(
  beam: ConeBeam,
  from: string,
  folder: string,
  sparse: VoxelGrid,
): Promise<Projections | null> {
  const text = await readFile(join(folder, 'meta.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const { dense, sparse: views } = metaSchema.parse(JSON.parse(text));
  const { geometry } = sparse;
  const [nx, ny, nz] = geometry.dims;
  const isocentreMm = voxelToPatient(geometry, [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2]);
  const everyNth = Math.round(dense / views);
  const options = { everyNth, isocentreMm, values: 'line-integrals' as const };
  const { projections } = await readProjectionPaths([from], options);
  const inside = fieldOfViewMask(geometry, 0);
  const grid = attenuationOf(wholeHu(sparse), geometry, inside);
  const computed = await beam.project(grid, projections.geometry);
  const { lineIntegrals } = projections;
  // Rays that leave through the ends cross body that the volume does not hold.
  const compared = comparedRays(geometry, projections.geometry);
  let [both, squares] = [0, 0];
  for (let n = 0; n < computed.length; n++) {
    if (compared[n] === 0) continue;
    both += computed[n]! * lineIntegrals[n]!;
    squares += lineIntegrals[n]! ** 2;
  }
  const scale = both / squares;
  return { ...projections, lineIntegrals: lineIntegrals.map((value) => value * scale) };
}
