import type { HeldOutCase } from './held-out.ts';
import {
  fdkMethod,
  mindiMethod,
  oneShotMethod,
  projectionsMethod,
  startsFromProjections,
  tvMethod,
  type Method,
  type MethodTools,
} from './methods.ts';
import type { Network } from './network.ts';
import type { Row } from './rows.ts';
import { shifts, type Shift } from './shifts.ts';

type Dims = readonly [number, number, number];

/** What an evaluation does. */
export interface Plan {
  readonly cases: readonly HeldOutCase[];
  readonly viewCounts: readonly number[];
  readonly methodsFor: (views: number, set: Row['set']) => readonly Method[];
  /** Methods that the bars are held against. */
  readonly judged: readonly Method[];
  readonly checks: {
    /** Measured beside the judged ones in the checks of lesions and positioning. */
    readonly beside: readonly Method[];
    readonly lesionEvery: number;
    readonly shifts: readonly Shift[];
    readonly on: Readonly<
      Record<'lesions' | 'positions' | 'shifts', (entry: HeldOutCase) => boolean>
    >;
  };
  readonly seamDims: Dims;
  readonly cost: { readonly dims: Dims; readonly steps: number };
}

/** MInDI-3D as published, and from the projections where the card says how. */
function judgedMethods({ network }: MethodTools, steps: number): Method[] {
  return [
    mindiMethod(network, steps),
    ...(startsFromProjections(network) ? [projectionsMethod(network, steps)] : []),
  ];
}

/** The one-shot weights from either start. */
function oneShotMethods(oneShot: Network | null, projections: boolean): Method[] {
  if (oneShot === null) return [];
  return [oneShotMethod(oneShot), ...(projections ? [oneShotMethod(oneShot, 'projections')] : [])];
}

/** Everything: all cases, 25, 50 and 100 views. */
export function fullPlan(cases: readonly HeldOutCase[], tools: MethodTools): Plan {
  const { network, oneShot } = tools;
  const projections = startsFromProjections(network);
  const judged = judgedMethods(tools, network.weights.card.defaults.steps);
  const compared = [fdkMethod, tvMethod(tools), ...oneShotMethods(oneShot, projections)];
  const firstPhantoms = cases.filter(({ set }) => set === 'phantom').slice(0, 2);
  const some = (entry: HeldOutCase) => entry.set === 'real' || firstPhantoms.includes(entry);
  return {
    cases,
    viewCounts: [50, 25, 100],
    methodsFor(views, set) {
      const steps = views === 50 ? (set === 'real' ? [1, 2, 4, 8] : [1, 2, 4]) : [1, 2];
      return [
        ...compared,
        ...steps.map((k) => mindiMethod(network, k)),
        ...(projections ? [1, 2].map((k) => projectionsMethod(network, k)) : []),
        ...(projections && views === 50 ? [projectionsMethod(network, 1, 2)] : []),
        ...judged,
      ].filter(firstOfItsName);
    },
    judged,
    checks: {
      beside: [fdkMethod, tvMethod(tools)],
      lesionEvery: 1,
      shifts,
      on: { lesions: some, positions: ({ set }) => set === 'real', shifts: some },
    },
    seamDims: twoTiles(tools, 96),
    cost: { dims: [128, 128, 128], steps: 4 },
  };
}

const quickShifts = ['20 views', '150 views'];

/** Five minutes on two cores: one real case and one phantom, 50 views, one step. */
export function quickPlan(cases: readonly HeldOutCase[], tools: MethodTools): Plan {
  const { oneShot } = tools;
  const judged = judgedMethods(tools, 1);
  const tv = tvMethod(tools);
  const smallest = (set: Row['set']) =>
    cases
      .filter((entry) => entry.set === set)
      .sort((a, b) => voxels(a) - voxels(b))
      .slice(0, 1);
  const real = ({ set }: HeldOutCase) => set === 'real';
  return {
    cases: [...smallest('real'), ...smallest('phantom')],
    viewCounts: [50],
    methodsFor: () => [fdkMethod, tv, ...oneShotMethods(oneShot, judged.length > 1), ...judged],
    judged,
    checks: {
      beside: [],
      lesionEvery: 4,
      shifts: shifts.filter(({ name }) => quickShifts.includes(name)),
      on: { lesions: real, positions: real, shifts: real },
    },
    seamDims: twoTiles(tools, 64),
    cost: { dims: [128, 128, 128], steps: 1 },
  };
}

/** A volume that takes two tiles along its columns and can still be predicted whole. */
function twoTiles({ network }: MethodTools, across: number): Dims {
  const tile = Math.min(...network.weights.card.input.tile);
  return [Math.ceil((1.1 * tile) / 8) * 8 + 8, across, across];
}

const voxels = ({ counts }: HeldOutCase) => counts[0] * counts[1] * counts[2];

function firstOfItsName({ name }: Method, at: number, all: readonly Method[]): boolean {
  return all.findIndex((method) => method.name === name) === at;
}
