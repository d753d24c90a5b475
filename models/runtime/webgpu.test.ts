import { beforeAll, describe, expect, test } from 'vitest';
import { enhanceParamsSchema } from '../../studies/library/records.ts';
import { bodyPhantom } from '../../test/fixtures/body-phantom.ts';
import { softwareVulkan } from '../../test/fixtures/software-vulkan.ts';
import { startWorkerWith } from '../../test/fixtures/start-worker.ts';
import { modelFolder, tinyNetwork } from '../../test/fixtures/tiny-model.ts';
import { probeProviders } from './probe.ts';
import type { ProviderName, WorkerReply } from './protocol.ts';

type Done = Extract<WorkerReply, { type: 'done' }>;

const vulkan = softwareVulkan();
const dims = [32, 32, 30] as const;
const hu = bodyPhantom(dims);
let modelDir: string;

beforeAll(async () => {
  modelDir = await modelFolder(await tinyNetwork('smooth'));
});

function enhanced(provider: ProviderName | 'auto'): Promise<Done> {
  return new Promise((resolve, reject) => {
    const worker = startWorkerWith(vulkan!)('inference');
    worker.onMessage((reply) => {
      if (reply.type === 'done') resolve(reply);
      if (reply.type === 'failed') reject(new Error(reply.code));
    });
    worker.post({
      type: 'enhance',
      modelDir,
      params: enhanceParamsSchema.parse({ steps: 1, seed: 4, provider }),
      threads: 2,
      input: { dims, spacingMm: [2, 2, 2], hu },
      resume: null,
    });
  });
}

// Only where the driver in software runs; a real graphics card is for the person who has one.
describe.runIf(vulkan !== null)('WebGPU on a Vulkan driver in software', () => {
  test('is found by the probe', async () => {
    const found = await probeProviders(startWorkerWith(vulkan!));
    expect(found.find((status) => status.name === 'webgpu')).toMatchObject({ available: true });
  });

  test('asked for by name gives the CPU’s volume and says that it ran there', async () => {
    const [cpu, gpu] = [await enhanced('cpu'), await enhanced('webgpu')];
    expect([cpu.device, gpu.device]).toEqual(['CPU, 2 threads', 'GPU, WebGPU']);
    expect([gpu.provider, gpu.warnings]).toEqual(['webgpu', []]);
    let worst = 0;
    for (let i = 0; i < hu.length; i++) worst = Math.max(worst, Math.abs(cpu.hu[i]! - gpu.hu[i]!));
    expect(worst).toBeLessThanOrEqual(1);
    expect(gpu.hu).not.toEqual(hu);
  });

  test('is passed over by auto, because it is slower than the CPU', async () => {
    const chosen = await enhanced('auto');
    expect([chosen.provider, chosen.warnings]).toEqual(['cpu', []]);
  });
});
