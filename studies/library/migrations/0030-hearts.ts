import type { Migration } from './migration.ts';

/**
 * Results of the whole-heart model: record, label maps, edits, the networks' input and the vector.
 *
 * Vectors are searched through a virtual table of sqlite-vec where that can be loaded. It is made
 * and kept up to date by heart-vectors.ts, from `heart_embeddings` and the log of what changed there:
 * a trigger must not touch it, because a Sparrow without the extension writes to the same library.
 */
export const hearts: Migration = {
  version: 30,
  sql: `
    CREATE TABLE hearts (
      id TEXT PRIMARY KEY,
      study_uid TEXT NOT NULL REFERENCES studies (uid) ON DELETE CASCADE,
      model TEXT NOT NULL,
      model_version TEXT NOT NULL,
      weights_sha256 TEXT NOT NULL,
      record TEXT NOT NULL,
      edited TEXT,
      created TEXT NOT NULL
    ) STRICT;
    CREATE INDEX hearts_by_study ON hearts (study_uid, created);

    ALTER TABLE volumes ADD COLUMN heart_id TEXT REFERENCES hearts (id) ON DELETE CASCADE;
    CREATE INDEX volumes_by_heart ON volumes (heart_id);
    ALTER TABLE jobs ADD COLUMN heart_id TEXT REFERENCES hearts (id) ON DELETE SET NULL;
    CREATE INDEX jobs_by_heart ON jobs (heart_id);

    ALTER TABLE studies ADD COLUMN patient_height_cm REAL;
    ALTER TABLE studies ADD COLUMN patient_weight_kg REAL;

    CREATE TABLE heart_labels (
      heart_id TEXT NOT NULL REFERENCES hearts (id) ON DELETE CASCADE,
      source_volume TEXT NOT NULL REFERENCES volumes (id) ON DELETE CASCADE,
      labels_volume TEXT NOT NULL UNIQUE REFERENCES volumes (id) ON DELETE CASCADE,
      PRIMARY KEY (heart_id, source_volume)
    ) STRICT;
    CREATE INDEX heart_labels_by_source ON heart_labels (source_volume);

    CREATE TABLE heart_edits (
      heart_id TEXT NOT NULL,
      source_volume TEXT NOT NULL,
      slice INTEGER NOT NULL CHECK (slice >= 0),
      phase INTEGER NOT NULL CHECK (phase >= 0),
      labels BLOB NOT NULL,
      created TEXT NOT NULL,
      PRIMARY KEY (heart_id, source_volume, phase, slice),
      FOREIGN KEY (heart_id, source_volume)
        REFERENCES heart_labels (heart_id, source_volume) ON DELETE CASCADE
    ) STRICT;

    CREATE TABLE heart_corrections (
      study_uid TEXT PRIMARY KEY REFERENCES studies (uid) ON DELETE CASCADE,
      corrections TEXT NOT NULL,
      changed TEXT NOT NULL
    ) STRICT;

    CREATE TABLE heart_inputs (
      heart_id TEXT PRIMARY KEY REFERENCES hearts (id) ON DELETE CASCADE,
      input BLOB NOT NULL
    ) STRICT;

    CREATE TABLE heart_embeddings (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      heart_id TEXT NOT NULL UNIQUE REFERENCES hearts (id) ON DELETE CASCADE,
      weights_sha256 TEXT NOT NULL,
      vector BLOB NOT NULL CHECK (length(vector) = 512)
    ) STRICT;
    CREATE INDEX heart_embeddings_by_weights ON heart_embeddings (weights_sha256);

    CREATE TABLE heart_vector_log (seq INTEGER PRIMARY KEY) STRICT;
    CREATE TRIGGER heart_embedding_came AFTER INSERT ON heart_embeddings BEGIN
      INSERT OR IGNORE INTO heart_vector_log VALUES (new.seq);
    END;
    CREATE TRIGGER heart_embedding_went AFTER DELETE ON heart_embeddings BEGIN
      INSERT OR IGNORE INTO heart_vector_log VALUES (old.seq);
    END;
  `,
};
