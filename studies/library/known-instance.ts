/** An instance the library already holds. */
export interface KnownInstance {
  sopInstanceUid: string;
  seriesUid: string;
  studyUid: string;
  fileName: string;
  sha256: string;
  /** The library's own copy. */
  path: string;
}
