/** One file found on disk or inside an archive, not yet read. */
export interface SourceFile {
  /**
   * What the user is shown: the path below what was given to `walk`, with '/' between parts, such
   * as "study/IM0001" or "archive.zip/folder/IM0001". Never an absolute path, never one to write to.
   */
  readonly name: string;
  /** Path on disk when the file lies there as it is; null inside an archive. */
  readonly path: string | null;
  readonly size: number | null;
  /**
   * The whole content; may be called at any time, also after the walk. Throws SparrowError
   * (`sources/*`) when the file cannot be read, is damaged, or is larger than it claims.
   */
  bytes(): Promise<Uint8Array>;
  /** Content of a file in the same folder or archive folder, for headers kept apart; null if absent. */
  sibling(baseName: string): Promise<Uint8Array | null>;
}

/** Something that was refused, with the sentence to show. */
export interface RefusedSource {
  readonly name: string;
  readonly refused: string;
}

export type WalkItem = SourceFile | RefusedSource;

export function isRefused(item: WalkItem): item is RefusedSource {
  return 'refused' in item;
}

/** Guards against archives made to exhaust the machine. */
export interface WalkLimits {
  /** Entries in one archive. */
  readonly maxEntries: number;
  /** Bytes of one unpacked file. */
  readonly maxFileBytes: number;
  /** Bytes of one archive, unpacked. */
  readonly maxArchiveBytes: number;
  /** Unpacked over packed bytes, judged above `ratioFloorBytes` only. */
  readonly maxRatio: number;
  readonly ratioFloorBytes: number;
}

export const defaultLimits: WalkLimits = {
  maxEntries: 200_000,
  maxFileBytes: 4 * 2 ** 30,
  maxArchiveBytes: 64 * 2 ** 30,
  maxRatio: 300,
  ratioFloorBytes: 16 * 2 ** 20,
};
