import type { FrameRef } from '../../../../studies/dicom/assemble/assembled.ts';
import type { DecodedFrame } from '../../../../studies/dicom/types.ts';

/** Decodes a file anew: one frame of it, or all. */
export interface Redecode {
  (id: string, frame: number | 'all'): Promise<DecodedFrame[]>;
}

/** Frames are known by their instance; two studies may use the same UID for theirs. */
export function frameId(of: { studyUid: string; sopInstanceUid: string }): string {
  return `${of.studyUid} ${of.sopInstanceUid}`;
}

/**
 * Frames decoded when their file was read, kept until their volume takes them, within a budget of
 * bytes. What did not fit is decoded again when asked for; a multi-frame file then once as a whole,
 * since each frame alone would read all of its bytes.
 */
export class FrameStore {
  readonly #kept = new Map<string, (DecodedFrame | null)[]>();
  readonly #frameCounts = new Map<string, number>();
  readonly #budgetBytes: number;
  readonly #redecode: Redecode;
  #bytes = 0;
  #whole: { id: string; frames: Promise<DecodedFrame[]> } | null = null;

  constructor(budgetBytes: number, redecode: Redecode) {
    this.#budgetBytes = budgetBytes;
    this.#redecode = redecode;
  }

  put(id: string, frames: readonly DecodedFrame[]): void {
    this.#frameCounts.set(id, frames.length);
    const bytes = frames.reduce((sum, frame) => sum + frame.pixels.byteLength, 0);
    if (this.#bytes + bytes > this.#budgetBytes) return;
    this.#bytes += bytes;
    this.#kept.set(id, [...frames]);
  }

  /** How many frames a file from an earlier import has. */
  expect(id: string, frames: number): void {
    this.#frameCounts.set(id, frames);
  }

  /** One frame; given out once, since every frame lands in at most one volume. */
  async take({ id, frame }: FrameRef): Promise<DecodedFrame> {
    const frames = this.#kept.get(id);
    const kept = frames?.[frame];
    if (frames !== undefined && kept) {
      frames[frame] = null;
      this.#bytes -= kept.pixels.byteLength;
      return kept;
    }
    const again =
      (this.#frameCounts.get(id) ?? 1) > 1
        ? (await this.#all(id))[frame]
        : (await this.#redecode(id, frame))[0];
    if (again === undefined) throw new RangeError('a file has fewer frames than its header says');
    return again;
  }

  #all(id: string): Promise<DecodedFrame[]> {
    if (this.#whole?.id !== id) this.#whole = { id, frames: this.#redecode(id, 'all') };
    return this.#whole.frames;
  }
}
