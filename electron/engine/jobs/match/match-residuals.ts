import type { MatchRecord } from '../../../../studies/library/match-records.ts';
import { regionResidual } from '../../../../studies/positioning/residual.ts';
import type { RigidMatch } from '../../../../studies/positioning/registration/match.ts';
import type { PreparedVolume } from '../../../../studies/positioning/registration/prepare.ts';
import type { MatchRegion } from '../../../../studies/positioning/registration/region.ts';
import type { WindowName } from '../../../../studies/positioning/registration/window.ts';
import type { StructureMask } from '../../../../studies/positioning/structures/mask.ts';

type Residual = MatchRecord['residuals'][number];

export interface NamedMask {
  readonly name: string;
  readonly mask: StructureMask;
}

/** What surrounds a structure has the edges that it is found by. */
const marginMm = 5;

/** What the bones of all that was scanned, and each structure alone, would still want. */
export function residualsOf(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  match: RigidMatch,
  structures: readonly NamedMask[],
): Residual[] {
  const left = (name: string, region: MatchRegion, window: WindowName): Residual => {
    const found = regionResidual(fixed, moving, match, region, window);
    const { shiftMm, distanceMm, matched, shifted } = found;
    return { name, shiftMm: shiftMm && [...shiftMm], distanceMm, matched, shifted };
  };
  return [
    left('Bone', { kind: 'whole' }, 'bone'),
    ...structures.map(({ name, mask }) => left(name, { kind: 'structure', mask, marginMm }, 'all')),
  ];
}
