import type { Generated } from 'kysely';
import type { PlanningRecord } from '../dicom/rt/planning-records.ts';
import type { JobRecord, ResultRecord, VolumeKind } from './records.ts';
import type { ValueUnit, VoxelType } from '../volume/volume.ts';

/** The tables of the newest schema, for typed queries. Times are ISO 8601 text, flags are 0 or 1. */
export interface Tables {
  patients: PatientRow;
  studies: StudyRow;
  series: SeriesRow;
  instances: InstanceRow;
  projections: ProjectionsRow;
  volumes: VolumeRow;
  volume_frames: VolumeFrameRow;
  thumbnails: { volume_id: string; png: Uint8Array };
  results: ResultRow;
  result_slabs: ResultSlabRow;
  jobs: JobRow;
  measures: MeasureRow;
  dense_hearts: DenseHeartRow;
  dense_opinions: DenseOpinionRow;
  hearts: HeartRow;
  heart_labels: HeartLabelsRow;
  heart_edits: HeartEditRow;
  heart_corrections: { study_uid: string; corrections: string; changed: string };
  heart_inputs: HeartInputRow;
  heart_embeddings: HeartEmbeddingRow;
  heart_vector_log: { seq: number };
  planning_objects: PlanningObjectRow;
  planning_references: PlanningReferenceRow;
  matches: MatchRow;
  match_signatures: MatchSignatureRow;
  people: PersonRow;
  settings: { key: string; value: string };
}

export interface PatientRow {
  patient_id: string;
  name: string;
  birth_date: string;
  sex: string;
}

export interface StudyRow extends StudyPatientKey {
  uid: string;
  date: string;
  time: string;
  description: string;
  sample: number;
  imported_at: string;
  hidden_at: string | null;
  patient_height_cm: number | null;
  patient_weight_kg: number | null;
}

/** A patient is who the header says: the four fields together, since patient IDs repeat between sites. */
interface StudyPatientKey {
  patient_id: string;
  patient_name: string;
  patient_birth_date: string;
  patient_sex: string;
}

export interface SeriesRow {
  study_uid: string;
  uid: string;
  modality: string;
  number: number | null;
  description: string;
}

export interface InstanceRow {
  study_uid: string;
  sop_uid: string;
  series_uid: string;
  sop_class_uid: string;
  transfer_syntax_uid: string;
  number: number | null;
  frames: number;
  file_name: string;
  sha256: string;
  bytes: number;
}

export interface ProjectionsRow {
  id: string;
  study_uid: string;
  description: string;
  origin: string;
  views: number;
  columns: number;
  rows: number;
  /** JSON: distances, pixel, angles, isocentre, offsets. */
  geometry: string;
  photons: number | null;
  frame_of_reference_uid: string | null;
  source_volume: string | null;
  sha256: string;
  /** JSON array. */
  warnings: string;
  created: string;
  hidden_at: string | null;
}

export interface VolumeRow {
  id: string;
  study_uid: string;
  series_uid: string;
  kind: VolumeKind;
  description: string;
  columns: number;
  rows: number;
  slices: number;
  phases: number;
  /** JSON: spacingMm, originMm, axes. */
  geometry: string;
  calibrated: number;
  /** JSON array. */
  phase_times_ms: string | null;
  rr_interval_ms: number | null;
  voxel_type: VoxelType;
  rescale_slope: number;
  rescale_intercept: number;
  unit: ValueUnit;
  window_centre: number | null;
  window_width: number | null;
  frame_of_reference_uid: string | null;
  views: number | null;
  lossy: number;
  /** JSON array. */
  warnings: string;
  /** Set when a model made it: its voxels are then slabs, else a file. */
  result_id: string | null;
  projections_id: string | null;
  /** JSON: how Sparrow reconstructed it. */
  reconstruction: string | null;
  /** Set for label maps: the result of the whole-heart model that they belong to. */
  heart_id: string | null;
  /** Set for pictures and labels of a dense heart. */
  dense_id: string | null;
}

export interface VolumeFrameRow {
  volume_id: string;
  phase: number;
  k: number;
  sop_uid: string;
  frame: number;
}

export interface ResultRow {
  id: string;
  model: string;
  model_version: string;
  weights_sha256: string;
  source_volume: string;
  input_sha256: string;
  volume: string;
  spread_volume: string | null;
  output_sha256: string;
  steps: number;
  samples: number;
  seed: number;
  provider: string;
  seconds: number;
  badge: string;
  warnings: string;
  created: string;
  start: ResultRecord['start'];
  refine: number;
  /** JSON. */
  evidence: string | null;
  /** JSON array. */
  stepped_volumes: string;
}

export interface ResultSlabRow {
  volume_id: string;
  /** Slices k0 to k1 (exclusive) counted through all phases: phase * slices + k. */
  k0: number;
  k1: number;
  /** zstd. */
  data: Uint8Array;
}

export interface JobRow {
  id: string;
  kind: JobRecord['kind'];
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  source_volume: string | null;
  params: string;
  progress: string | null;
  result_id: string | null;
  error: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  cancel_requested: number;
  /** The session (sessions.ts) that made or took over the job. */
  owner: string;
  /** How often the job was taken over from a dead process. */
  takeovers: number;
  /** JSON: ids of what a reconstruct or simulate job made. */
  made: string | null;
  /** The result of a heart job; `result_id` is of other models. */
  heart_id: string | null;
  /** The result of a densify job. */
  dense_id: string | null;
  /** The result of a match job. */
  match_id: string | null;
}

export interface MeasureRow {
  id: string;
  volume_id: string;
  roi: string;
  values: string;
  created: string;
}

export interface HeartRow {
  id: string;
  study_uid: string;
  model: string;
  model_version: string;
  weights_sha256: string;
  /** JSON: as the model made it. */
  record: string;
  /** JSON: what follows from the edits, in place of those fields; null without edits. */
  edited: string | null;
  created: string;
}

export interface HeartLabelsRow {
  heart_id: string;
  source_volume: string;
  labels_volume: string;
}

export interface HeartEditRow {
  heart_id: string;
  source_volume: string;
  slice: number;
  phase: number;
  /** uint8 classes, zstd. */
  labels: Uint8Array;
  created: string;
}

export interface HeartInputRow {
  heart_id: string;
  /** zstd. */
  input: Uint8Array;
}

export interface HeartEmbeddingRow {
  /** Never used twice: the search index knows vectors by it. */
  seq: Generated<number>;
  heart_id: string;
  /** Of the weights that made this vector; a record keeps those of its own run. */
  weights_sha256: string;
  /** 128 float32, little-endian, unit length. */
  vector: Uint8Array;
}

export interface PlanningObjectRow {
  id: string;
  study_uid: string;
  sop_uid: string;
  /** As the file has it. */
  own_uid: string;
  kind: PlanningRecord['kind'] | 'unreadable';
  /** JSON: what the file says, or why it cannot be read. */
  record: string;
}

export interface PlanningReferenceRow {
  planning_id: string;
  kind: 'image' | 'series' | 'frame' | 'object';
  uid: string;
}

export interface DenseHeartRow {
  id: string;
  study_uid: string;
  record: string;
  created: string;
}

/** Surfaces of one phase by another way. */
export interface DenseOpinionRow {
  dense_id: string;
  phase: number;
  summary: string;
  meshes: Buffer;
}

export interface MatchRow {
  id: string;
  study_uid: string;
  moving_volume: string;
  fixed_volume: string;
  /** Date and time of the scan, DICOM form. */
  scanned: string;
  /** JSON, without signatures: what is signed. */
  record: string;
  created: string;
}

export interface MatchSignatureRow {
  match_id: string;
  /** From 1. */
  sequence: number;
  person: string;
  meaning: 'approved' | 'rejected';
  reason: string;
  record_sha256: string;
  at: string;
}

/** Who may sign; `cost` is the N of scrypt that the PIN was hashed with. */
export interface PersonRow {
  name: string;
  salt: Buffer;
  pin_hash: Buffer;
  cost: number;
  created: string;
}
