import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { enhance } from '../../models/mindi3d/enhance.ts';
import { enhanceParamsSchema } from '../../studies/library/records.ts';
import { modelFolder, tinyNetwork } from '../fixtures/tiny-model.ts';
import golden from './mindi3d-parity.json' with { type: 'json' };

const bytes = await readFile(join(import.meta.dirname, 'mindi3d-parity.bin'));
const dims = golden.dims as [number, number, number];
const voxels = dims[0] * dims[1] * dims[2];
const volume = (n: number) => new Int16Array(bytes.buffer.slice(bytes.byteOffset)).slice(n * voxels, (n + 1) * voxels);

/** Below 1e-3 scaled units (1.5 HU): a value near one half may round either way. */
const toleranceHu = 1;

test.each(golden.cases.map((each, n) => ({ ...each, n })))(
  'equals the Python reference voxel by voxel: $network, K = $steps',
  async ({ network, sha256, steps, seed, n }) => {
    const hu = volume(0);
    const outcome = await enhance(
      {
        type: 'enhance',
        modelDir: network === 'mindi3d' ? join(import.meta.dirname, '../../models/mindi3d') : await tiny(),
        params: enhanceParamsSchema.parse({ steps, seed, provider: 'cpu' }),
        threads: 2,
        input: { dims, spacingMm: golden.spacingMm as [number, number, number], hu },
        resume: null,
      },
      { onProgress: () => undefined, onCheckpoint: async () => undefined, cancelled: () => false },
    );
    expect(outcome.weightsSha256, 'new weights: run test/golden/make-mindi3d-golden.py').toBe(sha256);
    const expected = volume(n + 1);
    let worst = 0;
    let changed = 0;
    for (let i = 0; i < voxels; i++) {
      worst = Math.max(worst, Math.abs(outcome.hu[i]! - expected[i]!));
      changed = Math.max(changed, Math.abs(expected[i]! - hu[i]!));
    }
    expect(worst).toBeLessThanOrEqual(toleranceHu);
    expect(changed).toBeGreaterThan(20);
  },
);

async function tiny(): Promise<string> {
  const { tile, overlap } = golden;
  return modelFolder(await tinyNetwork('smooth'), { input: { tile: [tile, tile, tile], overlap } });
}
