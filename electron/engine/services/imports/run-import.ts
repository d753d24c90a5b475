import { availableParallelism } from 'node:os';
import { rm } from 'node:fs/promises';
import { createDecodePool, type DecodePool } from '../../../../studies/dicom/decode/pool.ts';
import {
  isRefused,
  type SourceFile,
  type WalkItem,
} from '../../../../studies/dicom/sources/source.ts';
import { walk } from '../../../../studies/dicom/sources/walk.ts';
import type {
  ImportedProjections,
  KnownInstance,
  Library,
  NewVolume,
  PendingImport,
} from '../../../../studies/library/library.ts';
import type { ImportReport } from '../../../../studies/library/records.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { SAMPLE_PATIENT_IDS } from '../../../../studies/samples/write-samples.ts';
import { logFailure } from '../../log.ts';
import { frameId, FrameStore } from './frame-store.ts';
import { inOrder } from './in-order.ts';
import { Intake, type TakenInstance } from './intake.ts';
import { frameBudgetBytes } from './memory.ts';
import { readSource, type SourceOutcome } from './read-sources.ts';
import { readPlanning } from './read-planning.ts';
import { findScans, mayBeOfScan, scanCompanions, type ScanGroup } from './scan-files.ts';
import { reasonFor } from './stage.ts';
import { studyVolumes } from './study-volumes.ts';
import { takeScan } from './take-scan.ts';
import { WalkAhead } from './walk-ahead.ts';
import { companionNames, takeVolumeFile } from './volume-files.ts';

export interface ImportOptions {
  onProgress?: ((progress: { filesDone: number; filesTotal: number }) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** Workers to read with; without, the import starts its own and ends them. */
  pool?: DecodePool | undefined;
}

/** Files being copied or read at once: enough to keep the workers and the disk busy. */
const IN_FLIGHT = availableParallelism() + 4;

/** How often an import starts over because another process changed the same study. */
const ATTEMPTS = 3;

/**
 * Imports files, folders and archives: everything usable is in the library when it resolves, and
 * everything else is listed with its reason. When it rejects (cancelled, disk full), the library is
 * as before. Cancelling rejects with the signal's reason.
 */
export async function importPaths(
  library: Library,
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<ImportReport> {
  const pool = options.pool ?? createDecodePool();
  try {
    const items = new WalkAhead(walk(paths));
    for (let attempt = 1; ; attempt++) {
      try {
        return await importItems(library, pool, items, options);
      } catch (error) {
        const changed = error instanceof SparrowError && error.code === 'library/changed-meanwhile';
        if (!changed || attempt === ATTEMPTS) throw error;
      }
    }
  } finally {
    if (options.pool === undefined) await pool.close();
  }
}

async function importItems(
  library: Library,
  pool: DecodePool,
  items: WalkAhead<WalkItem>,
  options: ImportOptions,
): Promise<ImportReport> {
  const run = new ImportRun(library, pool, options);
  try {
    await run.readAll(items);
    await run.assembleStudies();
    await run.commit();
    // The import stands; what could not be read now is read when somebody asks.
    await readPlanning(library).catch((error: unknown) => logFailure('planning', error));
    return run.report();
  } finally {
    await run.pending.abandon();
  }
}

/** One pass over the files: read and decide, put volumes together, commit. */
class ImportRun {
  readonly pending: PendingImport;
  readonly #library: Library;
  readonly #pool: DecodePool;
  readonly #options: ImportOptions;
  readonly #intake: Intake;
  readonly #frames: FrameStore;
  readonly #paths = new Map<string, string>();
  readonly #baseline = new Map<string, number>();
  readonly #companions = new Set<string>();
  readonly #volumes: NewVolume[] = [];
  readonly #replaced: string[] = [];
  readonly #projections: ImportedProjections[] = [];
  readonly #seenProjections: string[] = [];

  constructor(library: Library, pool: DecodePool, options: ImportOptions) {
    this.#library = library;
    this.#pool = pool;
    this.#options = options;
    this.#intake = new Intake(library, pool);
    this.pending = library.imports.begin();
    this.#frames = new FrameStore(frameBudgetBytes(), (id, frame) => {
      const path = this.#paths.get(id);
      if (path === undefined) throw new RangeError('a frame of an unknown file');
      return pool.decode(path, '', frame === 'all' ? 'all' : [frame]);
    });
  }

  async readAll(items: WalkAhead<WalkItem>): Promise<void> {
    const { signal, onProgress } = this.#options;
    let filesDone = 0;
    // Until everything is found the total is unknown, and a share of it would run backwards.
    const tell = () =>
      onProgress?.({ filesDone: items.complete ? filesDone : 0, filesTotal: items.found });
    tell();
    const read = async (files: AsyncIterable<WalkItem> | Iterable<WalkItem>) => {
      const outcomes = inOrder(files, IN_FLIGHT, (item) => {
        signal?.throwIfAborted();
        return readSource(item, this.pending.stagingPath(), this.#pool);
      });
      for await (const outcome of outcomes) {
        signal?.throwIfAborted();
        await this.#take(outcome);
        filesDone++;
        tell();
      }
    };
    // What may belong to a cone-beam scan waits until all of its files are known.
    const waiting: SourceFile[] = [];
    await read(withoutScanFiles(items, waiting));
    const { scans, rest } = await findScans(waiting);
    await read(rest);
    for (const scan of scans) {
      signal?.throwIfAborted();
      await this.#takeScan(scan);
      filesDone += scan.files.length;
      tell();
    }
  }

  async #takeScan(scan: ScanGroup): Promise<void> {
    const { seenStudies } = this.#intake;
    for (const name of scanCompanions(scan)) this.#companions.add(name);
    try {
      const taken = await takeScan(scan, this.#library, this.pending, (studyUid) =>
        this.#hasStudy(studyUid),
      );
      if ('fresh' in taken) {
        this.#projections.push(taken.fresh);
        seenStudies.add(taken.fresh.record.studyUid);
      } else {
        this.#intake.duplicates += scan.files.length;
        this.#seenProjections.push(taken.known.id);
        seenStudies.add(taken.known.studyUid);
      }
    } catch (error) {
      this.#intake.skip(scan.name, reasonFor(error, scan.name));
    }
  }

  async #take(outcome: SourceOutcome): Promise<void> {
    const intake = this.#intake;
    if (outcome.kind === 'skipped') {
      intake.skip(outcome.name, outcome.reason);
      return;
    }
    if (outcome.kind === 'volume-file') {
      const { staged } = outcome;
      for (const name of companionNames(staged)) this.#companions.add(name);
      const volume = await takeVolumeFile(staged, this.pending, intake);
      if (volume !== null) this.#volumes.push(volume);
      return;
    }
    const { source, stagedPath, loaded } = outcome.staged;
    const { header, sha256, byteLength: bytes, frames } = loaded;
    const taken = await intake.consider({ name: source.name, stagedPath, sha256, bytes, header });
    if (taken === null) {
      if (!intake.needs(stagedPath)) await rm(stagedPath, { force: true });
      return;
    }
    const id = frameId(taken.header);
    this.#paths.set(id, stagedPath);
    this.#frames.put(id, frames);
  }

  /** Whether a study is in the library, or comes with this import. */
  #hasStudy(studyUid: string): boolean {
    const { taken } = this.#intake;
    return (
      taken.some(({ header }) => header.studyUid === studyUid) ||
      this.#library.imports.patientIdOf(studyUid) !== null
    );
  }

  /** Volumes of every study that got new images, one study and one volume at a time. */
  async assembleStudies(): Promise<void> {
    const { taken } = this.#intake;
    for (const studyUid of new Set(taken.map(({ header }) => header.studyUid))) {
      const fresh = taken.filter(({ header }) => header.studyUid === studyUid);
      const known = this.#library.imports.instancesOf(studyUid);
      this.#baseline.set(studyUid, known.length);
      const images = fresh.filter(({ fullHeader }) => fullHeader.image !== null);
      if (images.length > 0) await this.#assembleStudy(images, known);
    }
  }

  async #assembleStudy(
    fresh: readonly TakenInstance[],
    known: readonly KnownInstance[],
  ): Promise<void> {
    for (const instance of known) this.#paths.set(frameId(instance), instance.path);
    const { volumes, replaced } = await studyVolumes(
      {
        library: this.#library,
        pool: this.#pool,
        pending: this.pending,
        intake: this.#intake,
        frames: this.#frames,
        signal: this.#options.signal,
      },
      fresh,
      known,
    );
    this.#volumes.push(...volumes);
    this.#replaced.push(...replaced);
  }

  async commit(): Promise<void> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    const intake = this.#intake;
    const samples: readonly string[] = SAMPLE_PATIENT_IDS;
    await this.pending.commit({
      instances: intake.taken,
      restoredFiles: intake.restoredFiles,
      volumes: this.#volumes,
      replacedVolumes: this.#replaced,
      projections: this.#projections,
      seenProjections: this.#seenProjections,
      seenStudies: [...intake.seenStudies],
      baseline: this.#baseline,
      sampleStudies: intake.taken
        .filter(({ header }) => samples.includes(header.patientId))
        .map(({ header }) => header.studyUid),
    });
  }

  report(): ImportReport {
    const { skipped, duplicates, seenStudies } = this.#intake;
    const studies = this.#library.studies.list().filter(({ uid }) => seenStudies.has(uid));
    return {
      studies,
      skipped: skipped.filter(({ path }) => !this.#companions.has(path)),
      duplicates,
    };
  }
}

/** Passes on what is read one file at a time; the rest is put aside. */
async function* withoutScanFiles(
  items: AsyncIterable<WalkItem>,
  aside: SourceFile[],
): AsyncGenerator<WalkItem, void, undefined> {
  for await (const item of items) {
    if (!isRefused(item) && mayBeOfScan(item)) aside.push(item);
    else yield item;
  }
}
