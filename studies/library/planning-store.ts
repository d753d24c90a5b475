import type { PlanningRecord } from '../dicom/rt/planning-records.ts';
import type { KnownInstance } from './known-instance.ts';
import type { FrameTransform, LinkedStructureSet, StudyPlanning } from './planning-records.ts';
import type { VolumeRecord } from './records.ts';

/** What was read of one planning file, or why it could not be. */
export interface NewPlanningObject {
  instance: Pick<KnownInstance, 'studyUid' | 'sopInstanceUid'>;
  outcome: PlanningRecord | { kind: 'unreadable'; warning: VolumeRecord['warnings'][number] };
}

/** Structure sets, plans, registrations and RT images of studies in sight. */
export interface Planning {
  /** Files of planning SOP classes that nobody has read yet, in hidden studies too. */
  unread(): KnownInstance[];
  /** Keeps what was read, with the UIDs it refers to. A file that is known already stays so. */
  save(objects: readonly NewPlanningObject[]): void;
  /**
   * All planning objects of the study's patient, and of other studies where they name images,
   * series or the frame of reference of a volume of this study. Each reference is followed: by
   * instance, then series, then frame of reference; what is broken is told.
   */
  of(studyUid: string): StudyPlanning;
  /** The library's copy of an object's file. */
  file(id: string): KnownInstance;
  /** Structure sets in the volume's frame of reference or drawn on it, newest first. */
  structureSetsOf(volumeId: string): LinkedStructureSet[];
  /** Matrices from one frame of reference to another, newest first; also through a third frame. */
  between(fromFrameUid: string, toFrameUid: string): FrameTransform[];
}
