import type { VolumeGeometry } from '../../volume/geometry.ts';

/** A CT volume: HU, columns fastest. Its axes may lie anyhow in the patient. */
export interface CtVolume {
  readonly geometry: VolumeGeometry;
  readonly hu: Int16Array | Float32Array;
}
