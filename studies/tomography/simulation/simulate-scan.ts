import type { SimulateParams } from '../../library/records.ts';
import { SparrowError } from '../../messages/sparrow-error.ts';
import type { VolumeGeometry } from '../../volume/geometry.ts';
import type { CircularGeometry, GridFrame } from '../circular-geometry.ts';
import type { ConeBeam } from '../cone-beam.ts';
import { attenuationToHu, fdk } from '../fdk.ts';
import type { Projections } from '../projections.ts';
import { projectBreathing, viewsOf } from './breathing.ts';
import type { CtVolume } from './ct-volume.ts';
import { measure, scatterViews, type Detector } from './detector.ts';
import { fieldOf } from './field.ts';
import { attenuationOf, placeCt, trimToCylinder, type ObjectVolume } from './object-volume.ts';
import {
  centredGrid,
  columnsFor,
  fieldGeometry,
  fieldRadiusMm,
  objectGrid,
  sparseViews,
} from './scan-plan.ts';
import type { PresetId } from '../presets.ts';
import { seenByAll } from './seen-by-all.ts';

export type { CtVolume } from './ct-volume.ts';

export interface SimulateHooks {
  /** 0 to 1 over the whole simulation. */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** One reconstruction of the simulated scan with the measurement it was made from. */
export interface SimulatedVolume {
  readonly projections: Projections;
  readonly geometry: VolumeGeometry;
  /** HU, columns fastest; -1000 outside what every view sees. */
  readonly hu: Int16Array;
}

export interface SimulatedScan {
  /** All `params.dense` views. */
  readonly dense: SimulatedVolume;
  /** `params.views` of the same projections: same dose for each view, same noise, same filter, same grid. */
  readonly sparse: SimulatedVolume;
}

/** Share of the field that the body may fill; beyond lies air, so that nothing is truncated. */
const bodyShare = 0.985;
const electronicPhotons = 5;
const hannCutOff = 1;

/**
 * Pseudo cone-beam CT of a CT volume (mindi3d.md, section 3.2): the patient is placed with the middle
 * of the body on the isocentre, sampled on a grid finer than and shifted from that of the
 * reconstruction, projected, measured with noise, and reconstructed by FDK from all views and from
 * every n-th. Both volumes lie in the CT's patient space.
 *
 * Throws SparrowError simulate/no-body, simulate/more-views-than-dense, and the signal's reason.
 */
export async function simulateScan(
  beam: ConeBeam,
  ct: CtVolume,
  params: SimulateParams,
  preset: PresetId,
  hooks: SimulateHooks = {},
): Promise<SimulatedScan> {
  const { views, dense } = params;
  if (views > dense) throw new SparrowError('simulate/more-views-than-dense', { views, dense });
  const field = fieldOf(ct, params.spacingMm);
  if (field === null) throw new SparrowError('simulate/no-body');
  const geometry = fieldGeometry(field, preset, dense, columnsFor(field.counts[0]));
  const body = placeCt(ct, objectGrid(field));
  trimToCylinder(body, field.isocentreMm, bodyShare * fieldRadiusMm(field));
  const detector = {
    photons: params.photons,
    electronic: electronicPhotons,
    seed: params.seed,
    scatter: params.scatter,
    hardening: 0,
  };
  // Shares of the time that each part takes, about.
  const part = (from: number, to: number): SimulateHooks => ({
    ...hooks,
    onProgress: (fraction) => hooks.onProgress?.(from + (to - from) * fraction),
  });
  const projections = await scan(beam, body, geometry, detector, params.motionMm, part(0, 0.7));
  const frame = centredGrid(field.counts, field.spacingMm, field.isocentreMm);
  return {
    dense: await reconstruct(beam, projections, frame, part(0.7, 0.95)),
    sparse: await reconstruct(beam, sparseScan(projections, views), frame, part(0.95, 1)),
  };
}

/** Projects the object and measures it, view by view with the seed's noise. */
export async function scan(
  beam: ConeBeam,
  body: ObjectVolume,
  geometry: CircularGeometry,
  detector: Detector,
  motionMm = 0,
  hooks: SimulateHooks = {},
): Promise<Projections> {
  const attenuation = attenuationOf(body);
  const views = geometry.anglesDeg.length;
  const pixels = geometry.detectorColumns * geometry.detectorRows;
  const lineIntegrals = new Float32Array(views * pixels);
  for (let from = 0; from < views; from += scatterViews) {
    hooks.signal?.throwIfAborted();
    const to = Math.min(views, from + scatterViews);
    const lines = await projectBreathing(beam, attenuation, geometry, motionMm, from, to);
    measure(lines, geometry, detector, from);
    lineIntegrals.set(lines, from * pixels);
    hooks.onProgress?.(to / views);
  }
  return { geometry, lineIntegrals };
}

/** The same measurement with views floor(i * N / n) alone. */
export function sparseScan({ geometry, lineIntegrals }: Projections, views: number): Projections {
  const kept = sparseViews(geometry.anglesDeg.length, views);
  const pixels = geometry.detectorColumns * geometry.detectorRows;
  const out = new Float32Array(views * pixels);
  kept.forEach((view, n) => {
    out.set(lineIntegrals.subarray(view * pixels, (view + 1) * pixels), n * pixels);
  });
  return { geometry: viewsOf(geometry, kept), lineIntegrals: out };
}

/** FDK with the window that all simulated scans share, air outside what every view sees. */
export async function reconstruct(
  beam: ConeBeam,
  projections: Projections,
  frame: GridFrame,
  { onProgress, signal }: SimulateHooks = {},
): Promise<SimulatedVolume> {
  const views = projections.geometry.anglesDeg.length;
  const grid = await fdk(beam, projections, frame, {
    hannCutOff,
    onView: (done) => onProgress?.(done / views),
    ...(signal ? { signal } : {}),
  });
  const hu = attenuationToHu(grid);
  const seen = seenByAll(frame, projections.geometry);
  for (let n = 0; n < hu.length; n++) if (seen[n] === 0) hu[n] = -1000;
  return { projections, geometry: volumeGeometry(frame), hu };
}

/** The frame as a volume of the patient's own axes. */
export function volumeGeometry({ counts, spacingMm, originMm }: GridFrame): VolumeGeometry {
  const axes = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ] as const;
  return { dims: counts, spacingMm, originMm, axes };
}
