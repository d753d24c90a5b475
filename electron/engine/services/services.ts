import type {
  EnhanceParams,
  ImportReport,
  JobRecord,
  ProjectionsRecord,
  ReconstructParams,
  ResultRecord,
  SimulateParams,
  StudyRecord,
  VolumeRecord,
} from '../../../studies/library/records.ts';
import type { DenseParams } from '../../../studies/library/dense-records.ts';
import type { HeartParams } from '../../../studies/library/heart-records.ts';
import type { MatchParams } from '../../../studies/library/match-records.ts';
import type { ModelCard } from '../../../models/runtime/card.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import type {
  Comparison,
  Doctor,
  EngineEvent,
  ImportState,
  Measurement,
  Roi,
} from '../contract/shapes.ts';
import type { DenseService } from './dense/dense-service.ts';
import type { HeartsService } from './hearts/hearts-service.ts';
import type { MatchService } from './match/match-service.ts';
import type { PlanningService } from './planning/planning-service.ts';
import type { Download } from './download.ts';

/**
 * What the engine can do, without a word of HTTP: the routes and the command line both stand on
 * this. Every call rejects with a `SparrowError` the user may read.
 */
export interface Services {
  readonly studies: StudiesService;
  readonly imports: ImportsService;
  readonly volumes: VolumesService;
  /**
   * A volume by its id, by the id of the result it is (of a heart: the labels on its lead volume), or
   * by a series UID that names just one.
   */
  readonly find: (name: string) => Promise<VolumeRecord>;
  readonly projections: ProjectionsService;
  readonly jobs: JobsService;
  readonly results: ResultsService;
  readonly hearts: HeartsService;
  readonly dense: DenseService;
  readonly planning: PlanningService;
  readonly matches: MatchService;
  readonly compare: (request: CompareRequest) => Promise<Comparison>;
  readonly measure: (request: MeasureRequest) => Promise<Measurement>;
  readonly exports: ExportsService;
  readonly reports: ReportsService;
  readonly models: ModelsService;
  readonly samples: SamplesService;
  readonly settings: SettingsService;
  readonly doctor: () => Promise<Doctor>;
  readonly events: EventsService;
}

export interface StudiesService {
  list(): Promise<StudyRecord[]>;
  get(uid: string): Promise<StudyRecord>;
  /** Hides the study; `restore` brings it back until the library is next opened. */
  remove(uid: string): Promise<void>;
  restore(uid: string): Promise<void>;
}

export interface ImportsService {
  /** With paths the import runs at once; without, it waits for `receive` and `finish`. */
  start(paths?: readonly string[]): Promise<string>;
  /** Takes one uploaded file; `name` may hold a relative path and is never used as one on disk. */
  receive(id: string, name: string, body: ReadableStream<Uint8Array>): Promise<void>;
  /** Resolves when everything is in the library; safe to call again. */
  finish(id: string): Promise<ImportReport>;
  state(id: string): Promise<ImportState>;
  /** Stops between files; what is already in the library stays. */
  cancel(id: string): Promise<void>;
}

/** Slices k0 to k1 (exclusive) of one phase; all of them where left out. */
export interface VoxelRange {
  phase?: number | undefined;
  k0?: number | undefined;
  k1?: number | undefined;
}

/** Bytes that are sent as they come. `byteLength` is exact. */
export interface ByteBody {
  readonly byteLength: number;
  /** Changes when and only when the bytes do. */
  readonly etag: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface VolumesService {
  get(id: string): Promise<VolumeRecord>;
  /** Little-endian samples, i fastest. */
  voxels(id: string, range: VoxelRange): Promise<ByteBody>;
  /** Voxels in memory: one phase, or all when `phase` is left out. */
  grid(id: string, phase?: number): Promise<VoxelGrid>;
  /** PNG bytes. */
  thumbnail(id: string): Promise<Uint8Array>;
}

export interface ProjectionsService {
  get(id: string): Promise<ProjectionsRecord>;
  /** Views from (inclusive) to (exclusive), float32 little-endian, [view][u][v]. */
  views(
    id: string,
    range: { from?: number | undefined; to?: number | undefined },
  ): Promise<ByteBody>;
  /** One detector row of every view, float32 little-endian, [view][u]. */
  sinogram(id: string, row: number): Promise<ByteBody>;
  /**
   * Reads one cone-beam scan from paths into the library, as a study of its own; what the library
   * has already is given back. Rejects with the SparrowError that says what is wrong with the files.
   */
  read(paths: readonly string[]): Promise<ProjectionsRecord>;
  /** Hides them; `restore` brings them back until the library is next opened. */
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
}

export interface JobsService {
  list(): Promise<JobRecord[]>;
  get(id: string): Promise<JobRecord>;
  /** Checks the volume, puts the job in the queue and returns at once. */
  enhance(request: { volumeId: string; params: EnhanceParams }): Promise<JobRecord>;
  /** Checks the projections and the memory, puts the job in the queue and returns at once. */
  reconstruct(request: { projectionsId: string; params: ReconstructParams }): Promise<JobRecord>;
  /** The same for a scan simulated of a volume. */
  simulate(request: { volumeId: string; params: SimulateParams }): Promise<JobRecord>;
  /** Checks the study's planes, puts the job in the queue and returns. */
  heart(request: { studyUid: string; params: HeartParams }): Promise<JobRecord>;
  /** Checks that the study has a stack that can be made dense, puts the job in the queue and returns. */
  densify(request: { studyUid: string; params: DenseParams }): Promise<JobRecord>;
  /** A second opinion on a dense heart's surfaces. */
  implicit(request: { denseId: string }): Promise<JobRecord>;
  /** Checks that both volumes are there and are CT, puts the job in the queue and returns. */
  match(request: { params: MatchParams }): Promise<JobRecord>;
  /** What a running reconstruction looks like (contract/preview.ts); no bytes where there is none. */
  preview(id: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Asks for the end of a job, also of one that another process runs. */
  cancel(id: string): Promise<JobRecord>;
  /** Resolves when the job is done, failed or cancelled. */
  settled(id: string): Promise<JobRecord>;
}

export interface ResultsService {
  list(): Promise<ResultRecord[]>;
  get(id: string): Promise<ResultRecord>;
  remove(id: string): Promise<void>;
  /** Computed minus measured line integrals of one compared view, float32 little-endian, [u][v]. */
  residual(id: string, view: number): Promise<ByteBody>;
}

export interface CompareRequest {
  a: string;
  b: string;
  mask?: 'fov' | undefined;
}

export interface MeasureRequest {
  volumeId: string;
  phase: number;
  roi: Roi;
}

export type ExportFormat = 'dicom' | 'nifti' | 'png';

export interface ExportsService {
  /** One file: a zip for DICOM and PNG, .nii.gz for NIfTI. */
  bundle(volumeId: string, format: ExportFormat): Promise<Download>;
  /** Writes into a folder that is made when absent; returns the paths written. */
  toFolder(volumeId: string, format: 'dicom' | 'png', dir: string): Promise<string[]>;
  /** Projections as an MHA stack with its RTK geometry; returns the paths written. */
  toRtk(projectionsId: string, dir: string): Promise<string[]>;
  /** `.nii` or `.nii.gz` by the file's name. */
  toNifti(volumeId: string, file: string): Promise<string[]>;
}

export interface ReportRequest {
  studyUid: string;
  /** The study's newest result when left out; its first volume when it has none. */
  resultId?: string | undefined;
}

export interface ReportsService {
  pdf(request: ReportRequest): Promise<Download>;
  /** A report of that study as a DICOM file (Encapsulated PDF). */
  dicom(studyUid: string, pdf: Uint8Array): Promise<Download>;
}

export interface ModelsService {
  /** Cards of the models that this build carries. */
  list(): Promise<ModelCard[]>;
}

export interface SamplesService {
  /** Writes the sample studies as DICOM files; returns their folders. */
  write(dir: string, options?: { signal?: AbortSignal }): Promise<string[]>;
  /** Writes and imports them as a job of the queue. */
  start(): Promise<JobRecord>;
}

export interface SettingsService {
  all(): Promise<Record<string, unknown>>;
  set(key: string, value: unknown): Promise<void>;
}

/** One event with its place in the stream. */
export interface NumberedEvent {
  readonly id: number;
  readonly event: EngineEvent;
}

export interface EventsService {
  publish(event: EngineEvent): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: NumberedEvent) => void): () => void;
  /** Number of the newest event; of none yet, the number before the first. */
  newestId(): number;
  /** What came after `lastId`; null when the ring no longer holds it all. */
  since(lastId: number): NumberedEvent[] | null;
}
