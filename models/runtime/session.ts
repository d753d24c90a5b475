import { env, InferenceSession, type Tensor } from 'onnxruntime-node';
import type { ProviderName } from './protocol.ts';

// onnxruntime prints what it also throws, with paths of this machine.
env.logLevel = 'fatal';

/** Tensors by the names the network gives them. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A loaded network on one execution provider, with the time spent inside it. */
export interface Session {
  readonly provider: ProviderName;
  readonly threads: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Wall-clock seconds inside `run` so far. */
  readonly seconds: number;
  /**
   * Fills the given outputs in place. Blocks the whole thread although it returns a promise
   * (onnxruntime-node calls the native run inside setImmediate); the event loop turns once before.
   */
  run(inputs: Tensors, outputs: Tensors): Promise<void>;
  release(): Promise<void>;
}

/**
 * Loads a network. Rejects with onnxruntime's own error when the bytes are no readable ONNX model or
 * the provider has no device: there is no silent fallback to another provider.
 */
export async function openSession(
  weights: Uint8Array,
  { provider, threads }: { provider: ProviderName; threads: number },
): Promise<Session> {
  const native = await InferenceSession.create(weights, {
    // With a second name in the list a missing provider would be dropped without an error.
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // A quarter less memory at its peak for tiles of 128 voxels, and no slower.
    enableMemPattern: false,
    logSeverityLevel: 4,
    extra: {
      session: {
        // Waiting threads must not burn the cores that draw the picture.
        intra_op: { allow_spinning: '0' },
        set_denormal_as_zero: '1',
      },
    },
  });
  let seconds = 0;
  return {
    provider,
    threads,
    inputs: native.inputNames,
    outputs: native.outputNames,
    get seconds() {
      return seconds;
    },
    async run(inputs, outputs) {
      const began = performance.now();
      await native.run(inputs, outputs);
      seconds += (performance.now() - began) / 1000;
    },
    release: () => native.release(),
  };
}

/** What a person calls the device, for example "CPU, 2 threads". */
export function deviceLabel({ provider, threads }: Pick<Session, 'provider' | 'threads'>): string {
  if (provider !== 'cpu') return `GPU, ${providerLabels[provider]}`;
  return `CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

export const providerLabels: Readonly<Record<ProviderName, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'Core ML',
};
