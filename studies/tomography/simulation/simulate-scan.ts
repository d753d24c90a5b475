import type { VolumeGeometry } from '../../volume/geometry.ts';
import type { ConeBeam } from '../cone-beam.ts';
import type { Projections } from '../projections.ts';
import type { SimulateParams } from '../../library/records.ts';
import type { ScanPreset } from './scan-preset.ts';

/** A CT volume: HU, columns fastest. Its axes may lie anyhow in the patient. */
export interface CtVolume {
  readonly geometry: VolumeGeometry;
  readonly hu: Int16Array | Float32Array;
}

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

/**
 * Pseudo cone-beam CT of a CT volume (mindi3d.md, section 3.2): the patient is placed with the middle
 * of the body on the isocentre, sampled on a grid finer than and shifted from that of the
 * reconstruction, projected, measured with noise, and reconstructed by FDK from all views and from
 * every n-th. Both volumes lie in the CT's patient space.
 *
 * Throws SparrowError simulate/* when the CT is empty or too small, and the signal's reason.
 */
export declare function simulateScan(
  beam: ConeBeam,
  ct: CtVolume,
  params: SimulateParams,
  preset: ScanPreset,
  hooks?: SimulateHooks,
): Promise<SimulatedScan>;
