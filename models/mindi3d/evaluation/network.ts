import { Cancelled } from '../../runtime/cancellation.ts';
import { openSession, type Session } from '../../runtime/session.ts';
import { readCard, readWeights, type VerifiedWeights } from '../../runtime/weights.ts';
import type { ConeBeam } from '../../../studies/tomography/cone-beam.ts';
import type { SimulatedVolume } from '../../../studies/tomography/simulation/simulate-scan.ts';
import type { Restored, RestoreParams, RestoreRequest } from '../restoration.ts';
import { restore } from '../restore.ts';
import type { GridSize, Spacing } from '../working-grid.ts';

/** One set of weights, loaded for the evaluation, and the application's own pipeline on it. */
export interface Network {
  readonly weights: VerifiedWeights;
  readonly session: Session;
  /** Restores a sparse volume as the application does. Rejects with the signal's reason when aborted. */
  restore(sparse: SimulatedVolume, params: Partial<RestoreParams>): Promise<Restored>;
  /** Restores a volume whose projections are not at hand. */
  restoreAlone(
    hu: Int16Array,
    dims: GridSize,
    spacingMm: Spacing,
    params: Partial<RestoreParams>,
  ): Promise<Int16Array>;
  release(): Promise<void>;
}

const usual: RestoreParams = {
  steps: 1,
  samples: 1,
  seed: 0,
  start: 'fdk',
  refine: 0,
  keepSteps: false,
};

/** Opens the weights of a role on the CPU; null when the card names none. */
export async function openNetwork(
  modelDir: string,
  role: string,
  tools: { beam: ConeBeam; threads: number; signal?: AbortSignal },
): Promise<Network | null> {
  const { beam, threads, signal } = tools;
  const card = await readCard(modelDir);
  if (!card.weights.some((entry) => entry.role === role)) return null;
  const weights = await readWeights(modelDir, role);
  const session = await openSession(weights.bytes, { provider: 'cpu', threads });
  const run = async (request: Omit<RestoreRequest, 'params' | 'evidence'>, params: object) => {
    try {
      return await restore(
        { ...request, params: { ...usual, ...params }, evidence: false },
        {
          input: weights.card.input,
          run: (inputs, outputs) => session.run(inputs, outputs),
          beam,
          cancelled: () => signal?.aborted === true,
        },
      );
    } catch (error) {
      if (error instanceof Cancelled) signal?.throwIfAborted();
      throw error;
    }
  };
  return {
    weights,
    session,
    restore({ hu, geometry: { dims, spacingMm, originMm }, projections }, params) {
      return run({ hu, dims, spacingMm, originMm, projections }, params);
    },
    async restoreAlone(hu, dims, spacingMm, params) {
      const request = { hu, dims, spacingMm, originMm: [0, 0, 0] as const, projections: null };
      return (await run(request, params)).hu;
    },
    release: () => session.release(),
  };
}
