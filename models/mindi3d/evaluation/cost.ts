import type { StartWorker, WorkerReply } from '../../runtime/protocol.ts';

export interface Cost {
  readonly dims: readonly [number, number, number];
  readonly steps: number;
  readonly threads: number;
  /** From the start of the process to its answer. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

export interface CostRequest {
  readonly modelDir: string;
  readonly hu: Int16Array;
  readonly dims: readonly [number, number, number];
  readonly spacingMm: number;
  readonly steps: number;
  readonly threads: number;
}

/** Bar 13: a whole job in the application's own process, as a user waits for it. Rejects when it fails. */
export function measureCost(startWorker: StartWorker, request: CostRequest): Promise<Cost> {
  const { modelDir, hu, dims, spacingMm: mm, steps, threads } = request;
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const worker = startWorker('inference');
    worker.onMessage((reply: WorkerReply) => {
      if (reply.type === 'failed') reject(new Error(reply.code));
      if (reply.type !== 'done') return;
      resolve({
        dims,
        steps,
        threads,
        seconds: (performance.now() - began) / 1000,
        cpuSeconds: reply.cpuSeconds ?? 0,
        peakBytes: reply.peakBytes ?? 0,
      });
    });
    worker.onExit(() => reject(new Error('the inference process ended early')));
    worker.post({
      type: 'enhance',
      modelDir,
      params: {
        steps,
        samples: 1,
        seed: 0,
        provider: 'cpu',
        start: 'fdk',
        refine: 0,
        keepSteps: false,
      },
      threads,
      input: { dims, spacingMm: [mm, mm, mm], hu },
      resume: null,
    });
  });
}
