import type { Migration } from './migration.ts';

/** Dense hearts: record, picture and label volumes, and second opinions on their surfaces. */
export const dense: Migration = {
  version: 40,
  sql: `
    CREATE TABLE dense_hearts (
      id TEXT PRIMARY KEY,
      study_uid TEXT NOT NULL REFERENCES studies (uid) ON DELETE CASCADE,
      record TEXT NOT NULL,
      created TEXT NOT NULL
    ) STRICT;
    CREATE INDEX dense_hearts_by_study ON dense_hearts (study_uid, created);

    ALTER TABLE volumes ADD COLUMN dense_id TEXT REFERENCES dense_hearts (id) ON DELETE CASCADE;
    CREATE INDEX volumes_by_dense ON volumes (dense_id);
    ALTER TABLE jobs ADD COLUMN dense_id TEXT REFERENCES dense_hearts (id) ON DELETE SET NULL;
    CREATE INDEX jobs_by_dense ON jobs (dense_id);

    CREATE TABLE dense_opinions (
      dense_id TEXT NOT NULL REFERENCES dense_hearts (id) ON DELETE CASCADE,
      phase INTEGER NOT NULL CHECK (phase >= 0),
      summary TEXT NOT NULL,
      meshes BLOB NOT NULL,
      PRIMARY KEY (dense_id, phase)
    ) STRICT;
  `,
};
