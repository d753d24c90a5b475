import type { StructureSet } from '../../../../studies/dicom/rt/planning-records.ts';
import type { LinkedRtImage, StudyPlanning } from '../../../../studies/library/planning-records.ts';
import type { Outlines } from '../../contract/planning-routes.ts';

/** One slice of a volume, counted along the grid axis nearest to the patient's axis. */
export interface SlicePlace {
  volumeId: string;
  plane: 'axial' | 'sagittal' | 'coronal';
  index: number;
}

/** Treatment plans and what belongs to them. */
export interface PlanningService {
  /** All of the study's patient, references followed; files not yet read are read first. */
  of(studyUid: string): Promise<StudyPlanning>;
  /** A structure set with its contours; the last few asked for stay in memory. */
  structureSet(id: string): Promise<StructureSet>;
  /**
   * Lines of all structures in one slice. Rejects with `planning/frames-differ` unless the volume
   * lies in the frame of the structures or is the one that was drawn on, and with
   * `library/out-of-range`.
   */
  outlines(id: string, place: SlicePlace): Promise<Outlines>;
  rtImage(id: string): Promise<LinkedRtImage>;
}
