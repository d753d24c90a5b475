import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import type { DenseRun } from '../dense-run.ts';
import { denseRoles, type DenseRole } from '../graph-shapes.ts';
import { openDense } from '../networks.ts';

/** A model folder of the tiny graphs that make-graphs.py writes, in a new temporary place. */
export async function denseModelFolder(more: Record<string, unknown> = {}): Promise<string> {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'weights'));
  const weights = [];
  for (const role of denseRoles) {
    const bytes = await readFile(join(import.meta.dirname, `${role}.onnx`));
    await writeFile(join(folder, 'weights', `${role}.onnx`), bytes);
    weights.push({
      file: `weights/${role}.onnx`,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      role,
    });
  }
  await writeFile(join(folder, 'card.json'), JSON.stringify({ ...card, weights, ...more }));
  return folder;
}

/** The tiny graphs as the steps of a run see them, and which of them ran on how many slices. */
export interface TinyRun extends DenseRun {
  readonly passes: readonly { readonly role: DenseRole; readonly batch: number }[];
  /** Slices told as done. */
  readonly worked: () => number;
  release(): Promise<void>;
}

/** @param stopAfter passes after which the run is cancelled */
export async function tinyRun(stopAfter = Infinity): Promise<TinyRun> {
  const { graphs } = await openDense(await denseModelFolder(), { provider: 'cpu', threads: 1 });
  const passes: { role: DenseRole; batch: number }[] = [];
  let worked = 0;
  return {
    passes,
    run(role, inputs, batch = 1) {
      passes.push({ role, batch });
      return graphs.run(role, inputs, batch);
    },
    cancelled: () => passes.length >= stopAfter,
    onWork: (slices) => void (worked += slices),
    worked: () => worked,
    release: () => graphs.release(),
  };
}

const card = {
  id: 'dmcvr',
  version: '0.0.1-tiny',
  title: 'Tiny dense heart',
  task: 'test',
  statement: 'test',
  licence: 'Apache-2.0',
  date: '2026-11-27',
  input: { pixels: 96, pixelMm: 2, preprocessing: '1' },
  defaultMethod: 'between',
  defaults: { steps: 20, seed: 1 },
  training: { data: [] },
  metrics: { protocol: 'none', rows: [] },
  limits: [],
};
