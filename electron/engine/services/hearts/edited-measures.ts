import { maskMeasures } from '../../../../studies/cardiac/function/mask-measures.ts';
import type {
  HeartFrame,
  HeartPlane,
  MaskMeasures,
} from '../../../../studies/library/heart-records.ts';
import type { VoxelArray } from '../../../../studies/volume/volume.ts';

/** A cine volume with the labels drawn on it, edits laid in. */
export interface LabelledVolume {
  readonly volumeId: string;
  readonly dims: readonly [number, number, number];
  /** Stored values, i fastest, then j, k, phase. */
  readonly voxels: VoxelArray;
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
  /** uint8 classes in the same order. */
  readonly labels: Uint8Array;
}

export interface LabelledHeart {
  readonly planes: readonly HeartPlane[];
  readonly frame: HeartFrame;
  readonly phases: number;
  readonly heartRate: number | null;
  /** Lead phases that the user chose. */
  readonly edPhase: number | null;
  readonly esPhase: number | null;
  readonly volumes: readonly LabelledVolume[];
}

/** What follows from label maps as they are, by the code that measures the model's own. */
export function editedMeasures({ volumes, planes, ...heart }: LabelledHeart): MaskMeasures {
  const byId = new Map(volumes.map((volume) => [volume.volumeId, volume]));
  return maskMeasures({
    ...heart,
    papillary: 'in-volume',
    planes: planes.flatMap((plane) => {
      const volume = byId.get(plane.volumeId);
      if (!plane.used || volume === undefined) return [];
      return [
        {
          plane,
          labels: (phase: number) => sliceOf(volume, volume.labels, plane.slice, phase),
          image: (phase: number) => signalOf(volume, plane.slice, phase),
        },
      ];
    }),
  });
}

function signalOf(volume: LabelledVolume, slice: number, phase: number): Float32Array {
  const stored = sliceOf(volume, volume.voxels, slice, phase);
  const { rescaleSlope, rescaleIntercept } = volume;
  return Float32Array.from(stored, (value) => value * rescaleSlope + rescaleIntercept);
}

function sliceOf<Values extends VoxelArray>(
  { dims }: LabelledVolume,
  values: Values,
  slice: number,
  phase: number,
): Values {
  const size = dims[0] * dims[1];
  const from = (phase * dims[2] + slice) * size;
  return values.subarray(from, from + size) as Values;
}
