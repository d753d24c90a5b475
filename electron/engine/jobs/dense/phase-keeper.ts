import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DensePhase } from '../../../../models/dmcvr/messages.ts';
import type { Jobs } from '../../../../studies/library/library.ts';
import { logFailure } from '../../log.ts';

interface Kept {
  readonly phase: { readonly index: number; readonly pixels: number };
  readonly bytes: Uint8Array;
}

const headerBytes = 256;

/**
 * Keeps the finished phases of a job on disk, all of them in one checkpoint. What belongs to other
 * weights, another input or other settings is not read back.
 */
export class PhaseKeeper {
  readonly #jobs: Jobs;
  readonly #jobId: string;
  readonly #owner: string;
  #kept: Kept[] | null = null;
  #writing: Promise<void> = Promise.resolve();
  #hasKept = false;

  /** @param owner a hash of all that decides what a phase looks like */
  constructor(jobs: Jobs, jobId: string, owner: string) {
    this.#jobs = jobs;
    this.#jobId = jobId;
    this.#owner = owner;
  }

  /** Whether a phase was finished since this was made. */
  get hasKept(): boolean {
    return this.#hasKept;
  }

  /** Phases that are finished, of this run or an interrupted one. */
  async finished(): Promise<DensePhase[]> {
    await this.settled();
    return (await this.#all()).map(({ phase: { index, pixels }, bytes }) => {
      const both = new Uint8Array(inflateRawSync(bytes));
      return { index, picture: both.slice(0, pixels), labels: both.slice(pixels) };
    });
  }

  keep({ index, picture, labels }: DensePhase): void {
    this.#hasKept = true;
    const both = new Uint8Array(picture.length + labels.length);
    both.set(picture);
    both.set(labels, picture.length);
    const bytes = deflateRawSync(both, { level: 1 });
    this.#writing = this.#writing.then(async () => {
      const kept = await this.#all();
      kept.push({ phase: { index, pixels: picture.length }, bytes });
      try {
        await this.#jobs.writeCheckpoint(this.#jobId, this.#packed(kept));
      } catch (error) {
        // A full disk costs the way back to this phase, not the run.
        logFailure('checkpoint', error);
      }
    });
  }

  /** Resolves when nothing is being written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  async #all(): Promise<Kept[]> {
    if (this.#kept === null) {
      const bytes = await this.#jobs.readCheckpoint(this.#jobId);
      this.#kept = bytes === null ? [] : this.#unpacked(bytes);
    }
    return this.#kept;
  }

  /** A JSON header of its own length, then the phases one after the other. */
  #packed(kept: readonly Kept[]): Uint8Array {
    const parts = kept.map(({ phase, bytes }) => ({ ...phase, bytes: bytes.length }));
    const text = new TextEncoder().encode(JSON.stringify({ owner: this.#owner, parts }));
    const start = headerBytes + text.length;
    const packed = new Uint8Array(start + kept.reduce((sum, { bytes }) => sum + bytes.length, 0));
    packed.set(new TextEncoder().encode(String(text.length).padEnd(headerBytes)));
    packed.set(text, headerBytes);
    let at = start;
    for (const { bytes } of kept) {
      packed.set(bytes, at);
      at += bytes.length;
    }
    return packed;
  }

  #unpacked(packed: Uint8Array): Kept[] {
    try {
      const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      const length = Number(decode(packed.subarray(0, headerBytes)));
      const { owner, parts } = JSON.parse(
        decode(packed.subarray(headerBytes, headerBytes + length)),
      ) as { owner: string; parts: { index: number; pixels: number; bytes: number }[] };
      if (owner !== this.#owner) return [];
      let at = headerBytes + length;
      return parts.map(({ index, pixels, bytes }) => {
        at += bytes;
        return { phase: { index, pixels }, bytes: packed.slice(at - bytes, at) };
      });
    } catch {
      return [];
    }
  }
}
