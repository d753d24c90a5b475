import { existsSync } from 'node:fs';
import { basename, posix } from 'node:path';
import type { DecodePool } from '../../../../studies/dicom/decode/pool.ts';
import type { InstanceHeader } from '../../../../studies/dicom/types.ts';
import type { ImportBatch, Library, NewInstance } from '../../../../studies/library/library.ts';
import type { ImportReport } from '../../../../studies/library/records.ts';
import { sentence } from '../../../../studies/messages/sparrow-error.ts';
import { contentUid, samePicture, withIdentity } from './identity.ts';
import { readKnown } from './known-header.ts';

/** A file as it comes in, staged and read. */
export interface Arrival {
  /** As the user knows it. */
  name: string;
  stagedPath: string;
  sha256: string;
  bytes: number;
  header: InstanceHeader;
}

/** A file that the import takes. */
export interface TakenInstance extends NewInstance {
  name: string;
  fullHeader: InstanceHeader;
}

/**
 * Decides, file by file and in order, what is new, what the library already holds and what must
 * stay out: another file with the same identity, or another patient in the same study.
 */
export class Intake {
  readonly skipped: ImportReport['skipped'] = [];
  readonly seenStudies = new Set<string>();
  readonly restoredFiles: ImportBatch['restoredFiles'][number][] = [];
  duplicates = 0;
  readonly #library: Library;
  readonly #pool: Pick<DecodePool, 'read'>;
  readonly #taken = new Map<string, TakenInstance>();
  readonly #hashes = new Set<string>();
  readonly #patients = new Map<string, string>();

  constructor(library: Library, pool: Pick<DecodePool, 'read'>) {
    this.#library = library;
    this.#pool = pool;
  }

  get taken(): readonly TakenInstance[] {
    return [...this.#taken.values()];
  }

  skip(name: string, reason: string): void {
    this.skipped.push({ path: name, reason });
  }

  /** Takes a file, or says why not; returns the instance when it is new. */
  async consider(arrival: Arrival): Promise<TakenInstance | null> {
    const { name, sha256, stagedPath, bytes } = arrival;
    if (this.#isDuplicate(arrival)) return null;
    let header = withIdentity(arrival.header, sha256, posix.basename(posix.dirname(name)));
    const file = basename(name);
    const { imports } = this.#library;
    const namesake = await this.#namesake(header);
    if (namesake !== null && samePicture(namesake, header)) {
      this.skip(name, sentence('library/conflicting-instance', { file }));
      return null;
    }
    if (namesake !== null) {
      header = { ...header, sopInstanceUid: contentUid(sha256, 'instance') };
    }
    const patient = this.#patients.get(header.studyUid) ?? imports.patientIdOf(header.studyUid);
    if (patient !== null && patient !== header.patientId) {
      this.skip(name, sentence('library/patient-mismatch', { file }));
      return null;
    }
    this.#patients.set(header.studyUid, header.patientId);
    this.#hashes.add(sha256);
    this.seenStudies.add(header.studyUid);
    const { image, ...rest } = header;
    const frames = image?.frames.length ?? 0;
    const instance: TakenInstance = {
      name,
      stagedPath,
      fileName: file,
      sha256,
      bytes,
      header: { ...rest, frames },
      fullHeader: header,
    };
    this.#taken.set(keyOf(header), instance);
    return instance;
  }

  /** Gives back files whose volume cannot be made. */
  refuse(instances: readonly TakenInstance[], reason: string): void {
    for (const instance of instances) {
      this.#taken.delete(keyOf(instance.fullHeader));
      this.skip(instance.name, reason);
    }
  }

  /** Whether a staged copy of a known file is to take the place of one that was lost. */
  needs(stagedPath: string): boolean {
    return this.restoredFiles.some((file) => file.stagedPath === stagedPath);
  }

  /** The header of another file, new or known, that carries the same SOP Instance UID. */
  async #namesake(header: InstanceHeader): Promise<InstanceHeader | null> {
    const taken = this.#taken.get(keyOf(header));
    if (taken !== undefined) return taken.fullHeader;
    const { studyUid, sopInstanceUid } = header;
    const known = this.#library.imports.findInstance(studyUid, sopInstanceUid);
    return known === null ? null : readKnown(this.#pool, known);
  }

  #isDuplicate({ sha256, stagedPath }: Arrival): boolean {
    if (this.#hashes.has(sha256)) {
      this.duplicates++;
      return true;
    }
    const known = this.#library.imports.findDuplicates([sha256]).get(sha256);
    if (known === undefined) return false;
    this.#hashes.add(sha256);
    this.duplicates++;
    this.seenStudies.add(known.studyUid);
    if (!existsSync(known.path)) this.restoredFiles.push({ stagedPath, sha256 });
    return true;
  }
}

function keyOf({ studyUid, sopInstanceUid }: InstanceHeader): string {
  return `${studyUid} ${sopInstanceUid}`;
}
