/** One file found on disk or inside an archive, not yet read. */
export interface SourceFile {
  /** What the user is shown: base name, or "archive.zip/folder/name" inside an archive. */
  readonly name: string;
  /** Path on disk when the file lies there as it is; null inside an archive. */
  readonly path: string | null;
  readonly size: number | null;
  /**
   * The whole content. Inside an archive it may be called once, and only until the walk moves on.
   * Throws SparrowError when the archive's data are damaged or larger than they claim.
   */
  bytes(): Promise<Uint8Array>;
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
  maxRatio: 1000,
  ratioFloorBytes: 16 * 2 ** 20,
};
