import {
  fdkMethod,
  mindiMethod,
  projectionsMethod,
  startsFromProjections,
  tvMethod,
  type Method,
  type MethodTools,
} from '../../mindi3d/evaluation/methods.ts';
import { usualAcquisition, type Acquisition } from '../../mindi3d/evaluation/scanned-case.ts';

/** One way to scan and reconstruct, compared with the others. */
export interface Arm {
  readonly name: string;
  readonly views: number;
  /** Null for FDK of every view that was taken. */
  readonly method: Method | null;
}

/** The scans that all arms are taken from. */
export const acquisition: Acquisition = { ...usualAcquisition, sparseViews: [25, 33, 50, 100] };

export const fullArm: Arm = armOf(acquisition.denseViews, null);
const fdkArms = [100, 50, 33, 25].map((views) => armOf(views, fdkMethod));

/** FDK alone: what moved patients are scanned anew for, and the capture range is measured on. */
export const plainArms: readonly Arm[] = [
  fullArm,
  ...fdkArms.filter(({ views }) => views === 50 || views === 25),
];
/** Arms that every kind of wrong scan is tried on. */
export const wrongArms: readonly Arm[] = plainArms.slice(0, 2);

/** All arms; MInDI-3D with the steps that its card proposes. */
export function allArms(tools: MethodTools): Arm[] {
  const { network } = tools;
  const { steps } = network.weights.card.defaults;
  return [
    fullArm,
    ...fdkArms,
    armOf(50, tvMethod(tools)),
    armOf(50, mindiMethod(network, steps)),
    ...(startsFromProjections(network)
      ? [50, 25].map((views) => armOf(views, projectionsMethod(network, steps)))
      : []),
  ];
}

function armOf(views: number, method: Method | null): Arm {
  return { name: `${views} views, ${method?.name.replace('sparse ', '') ?? 'FDK'}`, views, method };
}
