/** What the Electron preload offers; absent in the browser door. Nothing else crosses that bridge. */
export interface SparrowShell {
  /** Native open dialogs; empty when the user turned away. */
  chooseFiles(): Promise<string[]>;
  chooseFolder(): Promise<string[]>;
  /** Where dropped files lie on disk. */
  pathsOf(files: File[]): string[];
  /** Opens an https address in the user's own browser. */
  openExternal(url: string): void;
}

declare global {
  interface Window {
    sparrow?: SparrowShell;
  }
}

/** The shell, or undefined in a plain browser. */
export function shell(): SparrowShell | undefined {
  return window.sparrow;
}
