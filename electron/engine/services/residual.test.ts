import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Library } from '../../../studies/library/library.ts';
import { openLibrary } from '../../../studies/library/open.ts';
import {
  countingVoxels,
  importOne,
  newResult,
  temporaryFolder,
  volumeRecord,
} from '../../../studies/library/testing/entries.ts';
import { residualView } from './residual.ts';

let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
beforeEach(() => {
  folder = temporaryFolder();
  library = openLibrary(folder.dir);
});
afterEach(() => {
  library.close();
  folder.remove();
});

test('one view of the kept residuals, in line integrals', async () => {
  const entry = newResult(await importOne(library));
  // Rows 3, columns 4, five views.
  const residual = volumeRecord({
    id: 'residual',
    resultId: entry.result.id,
    dims: [3, 4, 5],
    rescaleSlope: 0.5,
    rescaleIntercept: -1,
  });
  entry.result.evidence = {
    projectionsId: 'p',
    residualPercent: 1,
    inputResidualPercent: 2,
    perViewPercent: [1, 1, 1, 1, 1],
    departureVolume: 'residual',
    departurePercent: 0,
    departureHu: 100,
    residualVolume: 'residual',
  };
  const kept = [{ volume: residual, voxels: countingVoxels(residual) }];
  await library.results.save({ ...entry, kept });
  const body = await residualView(library, entry.result.id, 2);
  const bytes = Buffer.concat(await Array.fromAsync(body.chunks));
  expect(body.byteLength).toBe(48);
  expect([...new Float32Array(new Uint8Array(bytes).buffer)]).toEqual(
    Array.from({ length: 12 }, (_, n) => (24 + n) * 0.5 - 1),
  );
  await expect(residualView(library, entry.result.id, 5)).rejects.toThrow(/outside/);
});

test('a result without evidence says so', async () => {
  const entry = newResult(await importOne(library));
  await library.results.save(entry);
  await expect(residualView(library, entry.result.id, 0)).rejects.toThrow(/not compared/);
});
