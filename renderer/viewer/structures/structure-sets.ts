import type {
  LinkedStructureSet,
  StudyPlanning,
} from '../../../studies/library/planning-records.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import type { ShownStructure } from './outline-lines.ts';

/** A structure as the list has it; one without contours is named all the same. */
export interface ListedStructure extends ShownStructure {
  readonly drawn: boolean;
}

/** A structure set that may be drawn over a volume. */
export interface StructureOffer {
  readonly id: string;
  readonly label: string;
  /** YYYYMMDD; empty where the file is silent. */
  readonly date: string;
  readonly structures: readonly ListedStructure[];
  /** What is broken about its references. */
  readonly warnings: readonly string[];
}

/** Kinds that are made of slices with a place in the patient, and are read in three planes. */
const placed: ReadonlySet<VolumeRecord['kind']> = new Set(['ct', 'cbct', 'mr']);

export function canHaveStructures({ kind, dims }: VolumeRecord): boolean {
  return placed.has(kind) && dims[2] > 1;
}

/**
 * The sets that were drawn on a volume or lie in its frame of reference, each with the structures
 * that do; newest first. What a model or a reconstruction made of a volume shares its frame.
 */
export function structureOffers(volume: VolumeRecord, planning: StudyPlanning): StructureOffer[] {
  if (!canHaveStructures(volume)) return [];
  return planning.structureSets
    .map((set) => ({ set, structures: structuresOver(volume, set) }))
    .filter(({ structures }) => structures.some(({ drawn }) => drawn))
    .map(({ set: { id, record, warnings }, structures }) => ({
      id,
      label: record.label || record.description,
      date: record.date,
      structures,
      warnings: [...record.warnings, ...warnings].map(({ message }) => message),
    }));
}

/** As the engine decides whose lines it draws. */
function structuresOver(volume: VolumeRecord, set: LinkedStructureSet): ListedStructure[] {
  const { record } = set;
  const drawnOn = set.volumeId === volume.id;
  return record.structures
    .filter(
      ({ frameOfReferenceUid: frame }) =>
        (frame !== null && frame === volume.frameOfReferenceUid) ||
        (drawnOn && frame === record.frameOfReferenceUid),
    )
    .map(({ number, name, colour, contours }) => ({ number, name, colour, drawn: contours > 0 }));
}
