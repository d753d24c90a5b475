import type { Migration } from './migration.ts';

/** Cone-beam scans as line integrals, and what reconstruction and evidence keep beside them. */
export const projections: Migration = {
  version: 20,
  sql: `
    CREATE TABLE projections (
      id TEXT PRIMARY KEY,
      study_uid TEXT NOT NULL REFERENCES studies (uid) ON DELETE CASCADE,
      description TEXT NOT NULL,
      origin TEXT NOT NULL,
      views INTEGER NOT NULL CHECK (views > 0),
      columns INTEGER NOT NULL CHECK (columns > 0),
      rows INTEGER NOT NULL CHECK (rows > 0),
      geometry TEXT NOT NULL,
      photons REAL,
      frame_of_reference_uid TEXT,
      source_volume TEXT REFERENCES volumes (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
      sha256 TEXT NOT NULL,
      warnings TEXT NOT NULL,
      created TEXT NOT NULL,
      hidden_at TEXT
    ) STRICT;
    CREATE INDEX projections_by_study ON projections (study_uid);
    CREATE INDEX projections_by_source ON projections (source_volume);
    CREATE INDEX projections_by_content ON projections (sha256);

    ALTER TABLE volumes ADD COLUMN projections_id TEXT
      REFERENCES projections (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
    ALTER TABLE volumes ADD COLUMN reconstruction TEXT;
    CREATE INDEX volumes_by_projections ON volumes (projections_id);

    ALTER TABLE results ADD COLUMN start TEXT NOT NULL DEFAULT 'fdk';
    ALTER TABLE results ADD COLUMN refine INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE results ADD COLUMN evidence TEXT;
    ALTER TABLE results ADD COLUMN stepped_volumes TEXT NOT NULL DEFAULT '[]';

    ALTER TABLE jobs ADD COLUMN made TEXT;
  `,
};
