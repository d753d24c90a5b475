import type { InstanceHeader } from '../dicom/types.ts';
import type { DenseHearts } from './dense-store.ts';
import type { Hearts } from './heart-store.ts';
import type { Matches } from './match-store.ts';
import type { Planning } from './planning-store.ts';
import type {
  JobProgress,
  JobRecord,
  JobState,
  ProjectionsRecord,
  ResultRecord,
  StudyRecord,
  VolumeRecord,
} from './records.ts';
import type { KnownInstance } from './known-instance.ts';

export type { KnownInstance };

/**
 * What Sparrow keeps: one folder with `library.sqlite`, content-hashed copies of the imported files
 * and the voxels of imported volumes. Several processes may hold the same folder open.
 *
 * Metadata calls are synchronous (microseconds, one SQLite connection) and durable when they
 * return; calls that move voxels or files are asynchronous. Every call throws a `SparrowError`
 * a user may read: `library/not-found`, `library/disk-full`, `library/read-only`, ...
 */
export interface Library {
  readonly dir: string;
  readonly readOnly: boolean;
  readonly studies: Studies;
  readonly imports: Imports;
  readonly volumes: Volumes;
  readonly projections: ProjectionsStore;
  readonly results: Results;
  readonly hearts: Hearts;
  readonly dense: DenseHearts;
  readonly planning: Planning;
  readonly matches: Matches;
  readonly jobs: Jobs;
  readonly measures: Measures;
  readonly settings: Settings;
  /** Studies in sight, and the bytes of all that the folder holds. */
  stats(): { studies: number; instances: number; bytes: number };
  close(): void;
}

export interface Studies {
  /** Studies in sight, newest import first. */
  list(): StudyRecord[];
  /** One study, also a hidden one's absence is `library/not-found`. */
  get(uid: string): StudyRecord;
  /**
   * UIDs of the studies in sight of this study's patient, itself among them, oldest first. Headers
   * without ID and name tell nobody apart: such a study is alone.
   */
  ofPatient(uid: string): string[];
  /** Takes the study out of sight; its files go when the library is next opened. */
  hide(uid: string): void;
  /** Undoes `hide`. */
  restore(uid: string): void;
  /** Deletes what is hidden, for good; returns how many studies went. Done at open. */
  purgeHidden(): number;
}

/** One file that the library is to hold: a staged copy, and what its header says. */
export interface NewInstance {
  /** From `PendingImport.stage`; moved to its place by `commit`. */
  stagedPath: string;
  /** Base name that the file came with. */
  fileName: string;
  sha256: string;
  bytes: number;
  /** The UIDs in it are final: an importer has filled in those the file lacks. */
  header: Omit<InstanceHeader, 'image'> & { frames: number };
}

/** Where a slice of a volume comes from, so that its voxels can be made again from the files. */
export interface FrameReference {
  phase: number;
  k: number;
  sopInstanceUid: string;
  frame: number;
}

export interface NewVolume {
  record: VolumeRecord;
  frames: readonly FrameReference[];
  /** PNG, shown in the study browser. */
  thumbnail: Uint8Array | null;
}

/** A scan whose line integrals were written with `PendingImport.lineIntegrals(record.id)`. */
export interface ImportedProjections {
  record: ProjectionsRecord;
  /** Of the study that `record.studyUid` names, in case the library does not hold it. */
  study: Omit<InstanceHeader, 'image'>;
  /** Series of the volume that was reconstructed from them, where that is known. */
  volumeSeriesUid: string | null;
}

export interface ImportBatch {
  instances: readonly NewInstance[];
  /** Copies of known instances whose own file had gone from the library's folder. */
  restoredFiles: readonly { stagedPath: string; sha256: string }[];
  /** Their voxels were written with `PendingImport.voxels(record.id)`. */
  volumes: readonly NewVolume[];
  /**
   * Imported volumes that no longer come out of their study's files, because slices were added. One
   * that a result or a match was made from stays, with the warning `library/superseded`.
   */
  replacedVolumes: readonly string[];
  projections: readonly ImportedProjections[];
  /** Projections that came again: hidden ones come back into sight. */
  seenProjections: readonly string[];
  /** Studies that came again: a hidden one comes back into sight. */
  seenStudies: readonly string[];
  /**
   * How many instances the library held of each study when its volumes were put together. When
   * another process has added some since, `commit` throws 'library/changed-meanwhile'.
   */
  baseline: ReadonlyMap<string, number>;
  /** Studies that are generated samples. */
  sampleStudies: readonly string[];
}

export interface Imports {
  /** Which of these content hashes the library holds, hidden studies included. */
  findDuplicates(sha256: readonly string[]): Map<string, KnownInstance>;
  /** All instances of a study, to put its volumes together again. */
  instancesOf(studyUid: string): KnownInstance[];
  findInstance(studyUid: string, sopInstanceUid: string): KnownInstance | null;
  /** The patient ID that a study carries; null when the library does not hold it. */
  patientIdOf(studyUid: string): string | null;
  begin(): PendingImport;
}

/** One import on its way: nothing of it is in the library until `commit`, all of it after. */
export interface PendingImport {
  /** A private folder of this import, on the library's disk; gone after commit or abandon. */
  readonly dir: string;
  /** A fresh path in `dir` for a copy that may become an instance. */
  stagingPath(): string;
  /** Room for a volume's voxels. */
  voxels(volumeId: string): Promise<VoxelWriter>;
  /** Room for the line integrals of projections. */
  lineIntegrals(projectionsId: string): Promise<VoxelWriter>;
  /** Files synced, moved in place, then every row in one transaction. */
  commit(batch: ImportBatch): Promise<void>;
  /** Removes what was staged; the library is as before. Safe after commit. */
  abandon(): Promise<void>;
}

/** Raw little-endian voxels on their way to disk; order i, j, k, phase. */
export interface VoxelWriter {
  write(bytes: Uint8Array, offset: number): Promise<void>;
  close(): Promise<void>;
}

/** The voxel file changes when `close` resolves, or stays as it was after `abandon`. */
export interface RebuildWriter extends VoxelWriter {
  abandon(): Promise<void>;
}

export interface VoxelSelection {
  /** One phase, counted from 0; all where left out. */
  phase?: number | undefined;
  /** Slices k0 to k1 (exclusive); all where left out. */
  k0?: number | undefined;
  k1?: number | undefined;
}

export interface Volumes {
  get(id: string): VolumeRecord;
  list(filter?: { studyUid?: string; seriesUid?: string }): VolumeRecord[];
  /** A volume by id, or by the SeriesInstanceUID that names exactly one. */
  find(idOrSeriesUid: string): VolumeRecord;
  /**
   * Little-endian samples, i fastest. Reads no more than what is asked for: a positioned read of
   * an imported volume, the touched slabs of a result. The buffer is fresh and 8-byte aligned.
   * Throws `library/voxels-missing` when the file of an imported volume is gone (rebuild it).
   */
  readVoxels(id: string, selection?: VoxelSelection): Promise<Uint8Array<ArrayBuffer>>;
  /** Where each slice of an imported volume came from. */
  frames(id: string): FrameReference[];
  /** False when the voxel file of an imported volume is gone or has the wrong length. */
  hasVoxels(id: string): boolean;
  /** Writes the voxel file of a known volume again; in place after `close`. */
  rebuild(id: string): Promise<RebuildWriter>;
  thumbnail(id: string): Uint8Array | null;
  saveThumbnail(id: string, png: Uint8Array): void;
}

/** A scan on its way into the library. */
export interface NewProjections {
  record: ProjectionsRecord;
  /** [view][u][v], all of them. */
  lineIntegrals: Float32Array;
}

/** A volume that Sparrow computed from projections: a series of its own, with no files behind it. */
export interface NewReconstruction {
  record: VolumeRecord;
  /** All voxels, little-endian. */
  voxels: Uint8Array;
}

/** What one reconstruct or simulate job made. */
export interface NewScan {
  projections: readonly NewProjections[];
  volumes: readonly NewReconstruction[];
  /** Marked done in the same transaction, with the ids of all this. */
  jobId?: string | undefined;
}

/** Projections of studies in sight; their line integrals lie in a file each, like voxels. */
export interface ProjectionsStore {
  /** Oldest first. */
  list(filter?: { studyUid?: string }): ProjectionsRecord[];
  get(id: string): ProjectionsRecord;
  /**
   * The same line integrals in the same geometry, if the library holds them already, hidden studies
   * included: a corrected geometry makes another scan of the same pixels.
   */
  findSame(scan: ProjectionsRecord): ProjectionsRecord | null;
  /**
   * Line integrals [view][u][v] of the named views, in that order; of all when left out. Throws
   * `library/no-such-view` or `library/projections-missing`.
   */
  readViews(id: string, views?: readonly number[]): Promise<Float32Array<ArrayBuffer>>;
  /** One detector row of every view, [view][u]. */
  readSinogram(id: string, row: number): Promise<Float32Array<ArrayBuffer>>;
  /** Files synced and in place, then every row in one transaction. */
  save(entry: NewScan): Promise<void>;
  /** Out of sight at once; gone for good when the library is next opened. */
  hide(id: string): void;
  restore(id: string): void;
}

/** A model's output. `volume.resultId` is `result.id`, `result.volume` is `volume.id`. */
export interface NewResult {
  result: ResultRecord;
  volume: VolumeRecord;
  /** All voxels of `volume`, little-endian, or consecutive pieces of them. */
  voxels: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Standard deviation over the samples; `result.spreadVolume` is its id. */
  spread?: { volume: VolumeRecord; voxels: NewResult['voxels'] } | undefined;
  /** Further volumes of the result (evidence, kept steps), each with its `resultId`. */
  kept?: readonly { volume: VolumeRecord; voxels: NewResult['voxels'] }[] | undefined;
  thumbnail?: Uint8Array | undefined;
  /** Marked done in the same transaction, with this result's id. */
  jobId?: string | undefined;
}

export interface Results {
  list(filter?: { studyUid?: string; sourceVolumeId?: string }): ResultRecord[];
  get(id: string): ResultRecord;
  /** Rows and compressed voxels commit together; when it resolves they are on disk. */
  save(entry: NewResult): Promise<void>;
  /** The result with its volumes, at once. */
  delete(id: string): void;
}

export interface JobPatch {
  state?: JobState;
  progress?: JobProgress | null;
  resultId?: string | null;
  error?: JobRecord['error'];
  made?: JobRecord['made'];
}

/**
 * The queue's ledger. A job belongs to the process that made it; when that process dies, the next
 * to ask takes it over.
 */
export interface Jobs {
  /** Newest first. */
  list(filter?: { state?: JobState }): JobRecord[];
  get(id: string): JobRecord;
  create(job: Pick<JobRecord, 'kind' | 'sourceVolumeId' | 'params'>): JobRecord;
  /**
   * Start and finish times follow from the state. A finished job stays as it is: the call then
   * returns it unchanged. Progress alone is written without waiting for the disk.
   */
  update(id: string, patch: JobPatch): JobRecord;
  /** Oldest queued job of this process, set running; quiet ones last. Null when none waits. */
  claimNext(): JobRecord | null;
  /** Whether a job of this process waits that is no quiet one (an embed job). */
  waits(): boolean;
  /** Also for a job of another process. A job still queued is cancelled at once. */
  requestCancel(id: string): JobRecord;
  isCancelRequested(id: string): boolean;
  /**
   * Takes over unfinished jobs whose process is gone: queued again where there is a checkpoint or
   * the job had not begun, else failed with `library/interrupted`. Returns those queued.
   */
  claimInterrupted(): JobRecord[];
  /** Replaces the job's checkpoint atomically. */
  writeCheckpoint(id: string, bytes: Uint8Array): Promise<void>;
  readCheckpoint(id: string): Promise<Uint8Array<ArrayBuffer> | null>;
}

export interface MeasureRecord {
  id: string;
  volumeId: string;
  /** What was measured, as the contract's region says it. */
  roi: unknown;
  values: Readonly<Record<string, number | string | null>>;
  created: string;
}

export interface Measures {
  save(measure: Omit<MeasureRecord, 'id' | 'created'>): MeasureRecord;
  list(filter?: { volumeId?: string; studyUid?: string }): MeasureRecord[];
  delete(id: string): void;
}

export interface Settings {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  all(): Record<string, unknown>;
}
