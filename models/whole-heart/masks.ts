import { maskMeasures } from '../../studies/cardiac/function/mask-measures.ts';
import type { HeartPlanes, MaskMeasures } from '../../studies/library/heart-records.ts';
import type { Drawn } from './draw-planes.ts';
import type { HeartLabelMap, HeartRequest, HeartVolume } from './messages.ts';
import type { StudyPlanes } from './study-planes.ts';

/** The label maps of the volumes, and what follows from them. */
export function masksOf(
  { volumes, corrections }: Pick<HeartRequest, 'volumes' | 'corrections'>,
  { phases, heartRate }: Pick<HeartPlanes, 'phases' | 'heartRate'>,
  study: StudyPlanes,
  { native }: Pick<Drawn, 'native'>,
): { measures: MaskMeasures; labels: HeartLabelMap[] } {
  const byId = new Map(volumes.map((volume) => [volume.volumeId, volume]));
  const planes = [...native].map(([id, own]) => {
    const plane = study.plane(id);
    const size = plane.dims[0] * plane.dims[1];
    const volume = byId.get(plane.volumeId)!;
    return {
      plane,
      labels: (phase: number) => own.subarray(phase * size, (phase + 1) * size),
      image: (phase: number) => signalOf(volume, plane.slice, phase),
    };
  });
  const measures = maskMeasures({
    planes,
    frame: study.frame,
    phases,
    heartRate,
    papillary: 'in-volume',
    edPhase: corrections.edPhase,
    esPhase: corrections.esPhase,
  });
  return { measures, labels: labelMaps(volumes, study, native) };
}

/** Signal of one slice at one phase. */
function signalOf(volume: HeartVolume, slice: number, phase: number): Float32Array {
  const size = volume.dims[0] * volume.dims[1];
  const from = (phase * volume.dims[2] + slice) * size;
  return Float32Array.from(
    volume.voxels.subarray(from, from + size),
    (stored) => stored * volume.rescaleSlope + volume.rescaleIntercept,
  );
}

function labelMaps(
  volumes: readonly HeartVolume[],
  study: StudyPlanes,
  native: Drawn['native'],
): HeartLabelMap[] {
  const maps = new Map<string, HeartLabelMap>();
  for (const [id, own] of native) {
    const { volumeId, slice } = study.plane(id);
    const volume = volumes.find((one) => one.volumeId === volumeId)!;
    const { dims, phases } = volume;
    const size = dims[0] * dims[1];
    const map = maps.get(volumeId) ?? {
      sourceVolumeId: volumeId,
      dims,
      phases,
      labels: new Uint8Array(size * dims[2] * phases),
    };
    maps.set(volumeId, map);
    for (let phase = 0; phase < phases; phase++)
      map.labels.set(
        own.subarray(phase * size, (phase + 1) * size),
        (phase * dims[2] + slice) * size,
      );
  }
  return [...maps.values()];
}
