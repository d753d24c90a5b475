import type { Migration } from './migration.ts';

/**
 * Positioning checks with their signatures, and who may sign. A match never changes, a signature is
 * never taken away: the triggers hold that against any program that writes here. Both go only with
 * the study or one of the volumes they speak of, which the cascade has removed before them.
 */
export const matches: Migration = {
  version: 60,
  sql: `
    CREATE TABLE matches (
      id TEXT PRIMARY KEY,
      study_uid TEXT NOT NULL REFERENCES studies (uid) ON DELETE CASCADE,
      moving_volume TEXT NOT NULL REFERENCES volumes (id) ON DELETE CASCADE,
      fixed_volume TEXT NOT NULL REFERENCES volumes (id) ON DELETE CASCADE,
      scanned TEXT NOT NULL,
      record TEXT NOT NULL,
      created TEXT NOT NULL
    ) STRICT;
    CREATE INDEX matches_by_study ON matches (study_uid, created);
    CREATE INDEX matches_by_moving ON matches (moving_volume);
    CREATE INDEX matches_by_fixed ON matches (fixed_volume);

    ALTER TABLE jobs ADD COLUMN match_id TEXT REFERENCES matches (id) ON DELETE SET NULL;
    CREATE INDEX jobs_by_match ON jobs (match_id);

    CREATE TABLE match_signatures (
      match_id TEXT NOT NULL REFERENCES matches (id) ON DELETE CASCADE,
      sequence INTEGER NOT NULL CHECK (sequence > 0),
      person TEXT NOT NULL,
      meaning TEXT NOT NULL CHECK (meaning IN ('approved', 'rejected')),
      reason TEXT NOT NULL,
      record_sha256 TEXT NOT NULL CHECK (length(record_sha256) = 64),
      at TEXT NOT NULL,
      PRIMARY KEY (match_id, sequence)
    ) STRICT;

    CREATE TABLE people (
      name TEXT PRIMARY KEY COLLATE NOCASE,
      salt BLOB NOT NULL CHECK (length(salt) = 16),
      pin_hash BLOB NOT NULL CHECK (length(pin_hash) = 32),
      cost INTEGER NOT NULL,
      created TEXT NOT NULL
    ) STRICT;

    CREATE TRIGGER match_never_changes BEFORE UPDATE ON matches BEGIN
      SELECT RAISE(ABORT, 'a match never changes');
    END;
    CREATE TRIGGER signed_match_stays BEFORE DELETE ON matches
      WHEN EXISTS (SELECT 1 FROM match_signatures WHERE match_id = old.id)
        AND EXISTS (SELECT 1 FROM studies WHERE uid = old.study_uid)
        AND EXISTS (SELECT 1 FROM volumes WHERE id = old.moving_volume)
        AND EXISTS (SELECT 1 FROM volumes WHERE id = old.fixed_volume)
    BEGIN
      SELECT RAISE(ABORT, 'a signed match goes only with its volumes');
    END;
    CREATE TRIGGER signature_never_changes BEFORE UPDATE ON match_signatures BEGIN
      SELECT RAISE(ABORT, 'a signature never changes');
    END;
    CREATE TRIGGER signature_stays BEFORE DELETE ON match_signatures
      WHEN EXISTS (SELECT 1 FROM matches WHERE id = old.match_id)
    BEGIN
      SELECT RAISE(ABORT, 'a signature goes only with its match');
    END;
  `,
};
