import { bodyNames, type BodyName } from '../heart-scene/surfaces.ts';
import type { Look } from '../heart-scene/stage.ts';

/** What stands in the dense scene and can be shown or hidden on its own. */
export type DensePart = BodyName | 'rings' | 'wires';
export type DenseLook = Look;
export const denseParts: readonly DensePart[] = [...bodyNames, 'rings', 'wires'];

export const openingDenseLooks: Readonly<Record<DensePart, DenseLook>> = {
  lvCavity: { shown: true, opacity: 1 },
  lvEpicardium: { shown: true, opacity: 0.35 },
  rvCavity: { shown: true, opacity: 1 },
  rings: { shown: true, opacity: 1 },
  wires: { shown: true, opacity: 1 },
};
