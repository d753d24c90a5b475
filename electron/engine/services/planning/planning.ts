import { readFile } from 'node:fs/promises';
import type { Structure, StructureSet } from '../../../../studies/dicom/rt/planning-records.ts';
import { readContouredSet } from '../../../../studies/dicom/rt/read-planning.ts';
import type { Library } from '../../../../studies/library/library.ts';
import type { LinkedStructureSet } from '../../../../studies/library/planning-records.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import {
  outlinesIn,
  slicePlane,
  type Outline,
} from '../../../../studies/positioning/structures/outlines.ts';
import { anatomicalAxes } from '../../../../studies/volume/orientation.ts';
import type { Outlines } from '../../contract/planning-routes.ts';
import { readPlanning } from '../imports/read-planning.ts';
import type { PlanningService, SlicePlace } from './planning-service.ts';

/** Structure sets kept with their contours, tens of megabytes each. */
const KEPT_SETS = 3;

export function createPlanning(library: Library): PlanningService {
  const { planning, volumes } = library;
  const sets = new Map<string, Promise<StructureSet>>();
  let reading: Promise<void> = Promise.resolve();

  /** One after another: two at once would read the same files. */
  function readAll(): Promise<void> {
    reading = reading.catch(() => undefined).then(() => readPlanning(library));
    return reading;
  }

  async function load(id: string): Promise<StructureSet> {
    const { path, fileName } = planning.file(id);
    return readContouredSet(await readFile(path), fileName);
  }

  function structureSet(id: string): Promise<StructureSet> {
    const kept = sets.get(id) ?? load(id);
    sets.delete(id);
    sets.set(id, kept);
    const [oldest] = sets.keys();
    if (sets.size > KEPT_SETS && oldest !== undefined) sets.delete(oldest);
    kept.catch(() => sets.delete(id));
    return kept;
  }

  return {
    async of(studyUid) {
      await readAll();
      return planning.of(studyUid);
    },
    structureSet,
    async outlines(id, place) {
      const volume = volumes.get(place.volumeId);
      checkIndex(volume, place);
      // The file's study tells whether the set is in sight, before its contours are at hand.
      const linked = planning.structureSetsOf(volume.id).find((one) => one.id === id);
      if (linked === undefined) {
        planning.file(id);
        throw new SparrowError('planning/frames-differ');
      }
      const set = await structureSet(id);
      return outlinesOf(set, linked, volume, place);
    },
    async rtImage(id) {
      const { studyUid } = planning.file(id);
      await readAll();
      const image = planning.of(studyUid).rtImages.find((one) => one.id === id);
      if (image === undefined) throw new SparrowError('planning/no-object');
      return image;
    },
  };
}

function outlinesOf(
  set: StructureSet,
  linked: LinkedStructureSet,
  volume: VolumeRecord,
  { plane, index }: SlicePlace,
): Outlines {
  const cut = slicePlane(volume, plane, index);
  const drawnOn = linked.volumeId === volume.id;
  const fits = ({ frameOfReferenceUid }: Structure) =>
    frameOfReferenceUid === volume.frameOfReferenceUid ||
    (drawnOn && frameOfReferenceUid === set.frameOfReferenceUid);
  const structures = set.structures.filter(fits).map(({ number, drawn }) => ({
    number,
    outlines: outlinesIn({ contours: drawn }, cut, volume.spacingMm[2]).map(sent),
  }));
  return {
    plane: { pointMm: [...cut.pointMm], normal: [...cut.normal] },
    structures: structures.filter(({ outlines }) => outlines.length > 0),
  };
}

/** Micrometres are enough for a screen and halve what is sent. */
function sent({ closed, points }: Outline): Outlines['structures'][number]['outlines'][number] {
  const rounded = (mm: number) => Math.round(mm * 1000) / 1000;
  return { closed, points: points.map(([x, y, z]) => [rounded(x), rounded(y), rounded(z)]) };
}

function checkIndex(volume: VolumeRecord, { plane, index }: SlicePlace): void {
  const [x, y, z] = anatomicalAxes(volume);
  const { axis } = { sagittal: x, coronal: y, axial: z }[plane];
  if (index < volume.dims[axis]) return;
  const { phases } = volume;
  throw new SparrowError('library/out-of-range', { phases, slices: volume.dims[axis] });
}
