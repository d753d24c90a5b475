import { EvidenceOf } from '../evidence.ts';
import type { ConeBeam } from '../../../studies/tomography/cone-beam.ts';
import type { SimulatedVolume } from '../../../studies/tomography/simulation/simulate-scan.ts';
import type { Network } from './network.ts';
import type { ScannedCase } from './scanned-case.ts';
import { restoreByTv, type TunedTv } from './tuned-tv.ts';

/** One way to make a volume of a sparse scan. */
export interface Method {
  readonly name: string;
  /** SHA-256 of the weights, or what stands for them; empty for none. */
  readonly weights: string;
  run(sparse: SimulatedVolume, scanned: ScannedCase): Promise<Int16Array>;
}

export interface MethodTools {
  readonly beam: ConeBeam;
  readonly network: Network;
  readonly oneShot: Network | null;
  readonly tv: TunedTv;
  readonly signal?: AbortSignal;
}

export const fdkMethod: Method = {
  name: 'sparse FDK',
  weights: '',
  run: ({ hu }) => Promise.resolve(hu),
};

export function tvMethod({ beam, tv, signal }: MethodTools): Method {
  return {
    name: `OS-SART-TV (${tv.weightHu} HU, ${tv.iterations} iterations${tv.start === 'fdk' ? ' from FDK' : ''})`,
    weights: '',
    run: (sparse, { seen }) => restoreByTv(beam, sparse, seen, tv, signal),
  };
}

export function oneShotMethod(network: Network, start: 'fdk' | 'projections' = 'fdk'): Method {
  return {
    name: start === 'fdk' ? 'one-shot' : 'one-shot from projections',
    weights: network.weights.sha256,
    run: async (sparse) => (await network.restore(sparse, { steps: 1, start })).hu,
  };
}

/** MInDI-3D as published: from the sparse FDK. */
export function mindiMethod(network: Network, steps: number): Method {
  return {
    name: `MInDI-3D K=${steps}`,
    weights: network.weights.sha256,
    run: async (sparse) => (await network.restore(sparse, { steps })).hu,
  };
}

/** Ours: from a few OS-SART-TV iterations on the measured projections, refined on them or not. */
export function projectionsMethod(network: Network, steps: number, refine = 0): Method {
  const tail = refine === 0 ? '' : `, refined ${refine}`;
  return {
    name: `MInDI-3D from projections K=${steps}${tail}`,
    weights: network.weights.sha256,
    run: async (sparse) =>
      (await network.restore(sparse, { steps, refine, start: 'projections' })).hu,
  };
}

/** Whether the card says how to start from the projections. */
export function startsFromProjections({ weights }: Network): boolean {
  return weights.card.input.projectionsStart !== undefined;
}

/** Percent of the measured line integrals by which a volume's own projections miss them. */
export async function residualPercent(
  beam: ConeBeam,
  hu: Int16Array,
  { projections, geometry: place }: SimulatedVolume,
  inside: Uint8Array,
): Promise<number> {
  return new EvidenceOf({ place, projections, inside, beam }).percent(hu);
}
