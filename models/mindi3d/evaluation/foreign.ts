import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fieldOfViewMask } from '../../../studies/volume/field-of-view.ts';
import { physicalValues } from '../../../studies/volume/values.ts';
import { psnr } from './measures.ts';
import type { Network } from './network.ts';
import { readGrid } from './read-ct.ts';
import type { Ledger } from './rows.ts';

/** PSNR on volumes whose projector, noise, filter and grid are another program's. */
export interface ForeignRow {
  readonly case: string;
  readonly method: string;
  readonly psnrDb: number;
  readonly gainDb: number;
}

const stepCounts = [1, 2, 4];

/**
 * Folders with a dense and a sparse volume each, `dense.*` and `sparse*.*` (NIfTI, NRRD or MetaImage,
 * HU; models/training/foreign.py writes them): the sparse one is restored, and both are measured
 * against the dense one inside the field of view.
 */
export async function checkForeign(
  network: Network,
  folder: string,
  ledger: Ledger,
): Promise<ForeignRow[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const rows: ForeignRow[] = [];
  for (const id of entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()) {
    const names = await readdir(join(folder, id));
    const file = (pattern: RegExp) => names.find((name) => pattern.test(name));
    const [sparse, dense] = [
      file(/^sparse\d*\.(nii|nii\.gz|nrrd|mha)$/),
      file(/^dense\.(nii|nii\.gz|nrrd|mha)$/),
    ];
    if (sparse === undefined || dense === undefined) continue;
    const key = `foreign|${id}|${network.weights.sha256}`;
    const make = () => pairRows(network, id, join(folder, id, sparse), join(folder, id, dense));
    rows.push(...(await ledger.once(key, make)));
  }
  return rows;
}

async function pairRows(network: Network, id: string, sparseFile: string, denseFile: string) {
  const [sparse, dense] = [await readGrid(sparseFile), await readGrid(denseFile)];
  const [hu, reference] = [sparse, dense].map((grid) =>
    Int16Array.from(physicalValues(grid), (value) =>
      Math.max(-32768, Math.min(32767, Math.round(value))),
    ),
  ) as [Int16Array, Int16Array];
  const region = fieldOfViewMask(dense.geometry);
  const base = psnr(hu, reference, region);
  const rows: ForeignRow[] = [{ case: id, method: 'sparse FDK', psnrDb: base, gainDb: 0 }];
  for (const steps of stepCounts) {
    const { dims, spacingMm } = sparse.geometry;
    const got = psnr(await network.restoreAlone(hu, dims, spacingMm, { steps }), reference, region);
    rows.push({ case: id, method: `MInDI-3D K=${steps}`, psnrDb: got, gainDb: got - base });
  }
  return rows;
}
