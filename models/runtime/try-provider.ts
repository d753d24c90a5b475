import { cpus } from 'node:os';
import { Tensor } from 'onnxruntime-node';
import { agrees } from './choose-provider.ts';
import { probeNetwork } from './probe-network.ts';
import type { ProviderName, ProviderStatus } from './protocol.ts';
import { openSession } from './session.ts';

/**
 * Runs a tiny 3D convolution on one provider and compares it with the CPU. A bad driver may end the
 * whole process, so this belongs in one that nobody needs (see probe.ts).
 */
export async function tryProvider(name: ProviderName): Promise<ProviderStatus> {
  const device = name === 'cpu' ? (cpus()[0]?.model.trim() ?? null) : null;
  try {
    const reference = await runProbe('cpu');
    const available = name === 'cpu' || agrees(reference, await runProbe(name));
    return { name, available, device: available ? device : null };
  } catch {
    return { name, available: false, device: null };
  }
}

async function runProbe(provider: ProviderName): Promise<Float32Array> {
  const session = await openSession(probeNetwork, { provider, threads: 1 });
  const shape = [1, 1, 4, 4, 4];
  const y = new Float32Array(64);
  const x = Float32Array.from(y, (_, i) => Math.sin(i));
  await session.run({ x: new Tensor('float32', x, shape) }, { y: new Tensor('float32', y, shape) });
  await session.release();
  return y;
}
