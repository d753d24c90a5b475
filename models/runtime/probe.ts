import type { ProviderName, ProviderStatus, StartWorker } from './protocol.ts';

/** Which providers could exist on a platform; the CPU is always among them. */
export function candidateProviders(platform: NodeJS.Platform = process.platform): ProviderName[] {
  switch (platform) {
    case 'win32':
      return ['cpu', 'dml', 'webgpu'];
    case 'darwin':
      return ['cpu', 'coreml', 'webgpu'];
    default:
      return ['cpu', 'cuda', 'webgpu'];
  }
}

/**
 * What this machine can compute on. Each provider is tried in a process of its own: a driver that
 * crashes or hangs then only costs its own line.
 *
 * @param timeoutMs after which a provider counts as absent.
 */
export function probeProviders(
  start: StartWorker,
  { timeoutMs = 20_000 }: { timeoutMs?: number } = {},
): Promise<ProviderStatus[]> {
  return Promise.all(candidateProviders().map((name) => probeOne(start, name, timeoutMs)));
}

function probeOne(
  start: StartWorker,
  name: ProviderName,
  timeoutMs: number,
): Promise<ProviderStatus> {
  return new Promise((resolve) => {
    const worker = start('inference');
    const settle = (status: ProviderStatus) => {
      clearTimeout(timer);
      resolve(status);
      worker.kill();
    };
    const absent = { name, available: false, device: null };
    const timer = setTimeout(() => settle(absent), timeoutMs);
    worker.onMessage((reply) => {
      if (reply.type === 'provider') settle(reply.status);
    });
    worker.onExit(() => settle(absent));
    worker.post({ type: 'probe', provider: name });
  });
}
