import type { Migration } from './migration.ts';

/**
 * What structure sets, plans, registrations and RT images say, and the UIDs that they refer to. The
 * files are instances like all others; a row here is made from one when it is imported, or later,
 * for libraries that held such files before. `own_uid` is the SOP Instance UID as the file has it,
 * by which others refer to it: the library may know the instance by another.
 */
export const planning: Migration = {
  version: 50,
  sql: `
    CREATE TABLE planning_objects (
      id TEXT PRIMARY KEY,
      study_uid TEXT NOT NULL,
      sop_uid TEXT NOT NULL,
      own_uid TEXT NOT NULL,
      kind TEXT NOT NULL
        CHECK (kind IN ('structures', 'plan', 'registration', 'rt-image', 'unreadable')),
      record TEXT NOT NULL,
      UNIQUE (study_uid, sop_uid),
      FOREIGN KEY (study_uid, sop_uid) REFERENCES instances (study_uid, sop_uid) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX planning_objects_by_own_uid ON planning_objects (own_uid);

    CREATE TABLE planning_references (
      planning_id TEXT NOT NULL REFERENCES planning_objects (id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('image', 'series', 'frame', 'object')),
      uid TEXT NOT NULL,
      PRIMARY KEY (planning_id, kind, uid)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX planning_references_by_uid ON planning_references (uid, kind);

    CREATE INDEX instances_by_class ON instances (sop_class_uid);
    CREATE INDEX volume_frames_by_sop ON volume_frames (sop_uid);
    CREATE INDEX volumes_by_frame ON volumes (frame_of_reference_uid);
  `,
};
