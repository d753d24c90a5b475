import type { Migration } from './migration.ts';

/** The first schema. Numbers are spaced by ten, so that a branch can slip one in between. */
export const first: Migration = {
  version: 10,
  sql: `
    CREATE TABLE patients (
      patient_id TEXT NOT NULL,
      name TEXT NOT NULL,
      birth_date TEXT NOT NULL,
      sex TEXT NOT NULL,
      PRIMARY KEY (patient_id, name, birth_date, sex)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE studies (
      uid TEXT PRIMARY KEY,
      patient_id TEXT NOT NULL,
      patient_name TEXT NOT NULL,
      patient_birth_date TEXT NOT NULL,
      patient_sex TEXT NOT NULL,
      date TEXT NOT NULL,
      time TEXT NOT NULL,
      description TEXT NOT NULL,
      sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
      imported_at TEXT NOT NULL,
      hidden_at TEXT,
      FOREIGN KEY (patient_id, patient_name, patient_birth_date, patient_sex)
        REFERENCES patients (patient_id, name, birth_date, sex)
    ) STRICT;
    CREATE INDEX studies_by_patient
      ON studies (patient_id, patient_name, patient_birth_date, patient_sex);

    CREATE TABLE series (
      study_uid TEXT NOT NULL REFERENCES studies (uid) ON DELETE CASCADE,
      uid TEXT NOT NULL,
      modality TEXT NOT NULL,
      number REAL,
      description TEXT NOT NULL,
      PRIMARY KEY (study_uid, uid)
    ) STRICT;
    CREATE INDEX series_by_uid ON series (uid);

    CREATE TABLE instances (
      study_uid TEXT NOT NULL,
      sop_uid TEXT NOT NULL,
      series_uid TEXT NOT NULL,
      sop_class_uid TEXT NOT NULL,
      transfer_syntax_uid TEXT NOT NULL,
      number REAL,
      frames INTEGER NOT NULL,
      file_name TEXT NOT NULL,
      sha256 TEXT NOT NULL UNIQUE,
      bytes INTEGER NOT NULL,
      PRIMARY KEY (study_uid, sop_uid),
      FOREIGN KEY (study_uid, series_uid) REFERENCES series (study_uid, uid) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX instances_by_series ON instances (study_uid, series_uid);

    CREATE TABLE volumes (
      id TEXT PRIMARY KEY,
      study_uid TEXT NOT NULL,
      series_uid TEXT NOT NULL,
      kind TEXT NOT NULL,
      description TEXT NOT NULL,
      columns INTEGER NOT NULL CHECK (columns > 0),
      rows INTEGER NOT NULL CHECK (rows > 0),
      slices INTEGER NOT NULL CHECK (slices > 0),
      phases INTEGER NOT NULL CHECK (phases > 0),
      geometry TEXT NOT NULL,
      calibrated INTEGER NOT NULL CHECK (calibrated IN (0, 1)),
      phase_times_ms TEXT,
      rr_interval_ms REAL,
      voxel_type TEXT NOT NULL,
      rescale_slope REAL NOT NULL,
      rescale_intercept REAL NOT NULL,
      unit TEXT NOT NULL,
      window_centre REAL,
      window_width REAL,
      frame_of_reference_uid TEXT,
      views INTEGER,
      lossy INTEGER NOT NULL CHECK (lossy IN (0, 1)),
      warnings TEXT NOT NULL,
      result_id TEXT REFERENCES results (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
      FOREIGN KEY (study_uid, series_uid) REFERENCES series (study_uid, uid) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX volumes_by_series ON volumes (study_uid, series_uid);
    CREATE INDEX volumes_by_result ON volumes (result_id);

    CREATE TABLE volume_frames (
      volume_id TEXT NOT NULL REFERENCES volumes (id) ON DELETE CASCADE,
      phase INTEGER NOT NULL,
      k INTEGER NOT NULL,
      sop_uid TEXT NOT NULL,
      frame INTEGER NOT NULL,
      PRIMARY KEY (volume_id, phase, k)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE thumbnails (
      volume_id TEXT PRIMARY KEY REFERENCES volumes (id) ON DELETE CASCADE,
      png BLOB NOT NULL
    ) STRICT;

    CREATE TABLE results (
      id TEXT PRIMARY KEY,
      model TEXT NOT NULL,
      model_version TEXT NOT NULL,
      weights_sha256 TEXT NOT NULL,
      source_volume TEXT NOT NULL REFERENCES volumes (id) ON DELETE CASCADE,
      input_sha256 TEXT NOT NULL,
      volume TEXT NOT NULL,
      spread_volume TEXT,
      output_sha256 TEXT NOT NULL,
      steps INTEGER NOT NULL,
      samples INTEGER NOT NULL,
      seed INTEGER NOT NULL,
      provider TEXT NOT NULL,
      seconds REAL NOT NULL,
      badge TEXT NOT NULL,
      warnings TEXT NOT NULL,
      created TEXT NOT NULL
    ) STRICT;
    CREATE INDEX results_by_source ON results (source_volume);

    CREATE TABLE result_slabs (
      volume_id TEXT NOT NULL REFERENCES volumes (id) ON DELETE CASCADE,
      k0 INTEGER NOT NULL,
      k1 INTEGER NOT NULL CHECK (k1 > k0),
      data BLOB NOT NULL,
      PRIMARY KEY (volume_id, k0)
    ) STRICT;

    CREATE TABLE jobs (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
      source_volume TEXT REFERENCES volumes (id) ON DELETE SET NULL,
      params TEXT NOT NULL,
      progress TEXT,
      result_id TEXT REFERENCES results (id) ON DELETE SET NULL,
      error TEXT,
      created_at TEXT NOT NULL,
      started_at TEXT,
      finished_at TEXT,
      cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
      owner TEXT NOT NULL,
      takeovers INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX jobs_by_state ON jobs (state, created_at);

    CREATE TABLE measures (
      id TEXT PRIMARY KEY,
      volume_id TEXT NOT NULL REFERENCES volumes (id) ON DELETE CASCADE,
      roi TEXT NOT NULL,
      "values" TEXT NOT NULL,
      created TEXT NOT NULL
    ) STRICT;
    CREATE INDEX measures_by_volume ON measures (volume_id);

    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
};
