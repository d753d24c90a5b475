import { patientToVoxel, type LpsPoint } from '../../volume/geometry.ts';
import { squaredDistances } from '../structures/distance.ts';
import { inBox, marginMask } from '../structures/margin.ts';
import type { StructureMask } from '../structures/mask.ts';

/** Where in the planning CT the match looks. */
export type MatchRegion =
  | { readonly kind: 'whole' }
  | { readonly kind: 'box'; readonly minMm: LpsPoint; readonly maxMm: LpsPoint }
  | { readonly kind: 'structure'; readonly mask: StructureMask; readonly marginMm: number };

/** Over this distance beyond its border a region fades out, so that no edge of it steers the match. */
export const fadeMm = 5;

/** A structure's distances take a while and are wanted for every level. */
const known = new WeakMap<MatchRegion, (p: LpsPoint) => number>();

/** Weight of a point of the planning CT, 0 to 1. */
export function regionWeight(region: MatchRegion): (p: LpsPoint) => number {
  switch (region.kind) {
    case 'whole':
      return () => 1;
    case 'box':
      return boxWeight(region.minMm, region.maxMm);
    case 'structure': {
      const weight = known.get(region) ?? structureWeight(region.mask, region.marginMm);
      known.set(region, weight);
      return weight;
    }
  }
}

function boxWeight(a: LpsPoint, b: LpsPoint): (p: LpsPoint) => number {
  return (p) => {
    let square = 0;
    for (const c of [0, 1, 2] as const) {
      const [low, high] = a[c] < b[c] ? [a[c], b[c]] : [b[c], a[c]];
      const beyond = Math.max(low - p[c], p[c] - high, 0);
      square += beyond * beyond;
    }
    return faded(Math.sqrt(square));
  };
}

function structureWeight(mask: StructureMask, marginMm: number): (p: LpsPoint) => number {
  const { geometry } = mask;
  const { box } = marginMask(mask, marginMm + fadeMm);
  const { from, dims } = box;
  const [nx, ny, nz] = dims;
  const squares = squaredDistances(inBox(mask, box), dims, geometry.spacingMm);
  return (p) => {
    const index = patientToVoxel(geometry, p);
    const i = Math.round(index[0]) - from[0];
    const j = Math.round(index[1]) - from[1];
    const k = Math.round(index[2]) - from[2];
    if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) return 0;
    return faded(Math.max(0, Math.sqrt(squares[i + nx * (j + ny * k)]!) - marginMm));
  };
}

function faded(beyondMm: number): number {
  return Math.max(0, 1 - beyondMm / fadeMm);
}
