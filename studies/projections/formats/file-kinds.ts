import { basename, extname } from 'node:path';
import type { ProjectionFile } from './projection-scan.ts';

const kinds: Readonly<Record<string, FileKind>> = {
  '.mha': 'stack',
  '.mhd': 'stack',
  '.pfm': 'pfm',
  '.hnc': 'hnc',
  '.hnd': 'hnd',
  '.xim': 'xim',
  '.his': 'his',
  '.xml': 'xml',
  '.rtk': 'xml',
  '.txt': 'txt',
};

export type FileKind = 'stack' | 'pfm' | 'hnc' | 'hnd' | 'xim' | 'his' | 'xml' | 'txt' | 'other';

/** What a file is by the end of its name. */
export function kindOf(name: string): FileKind {
  return kinds[extname(name.replace(/\.gz$/i, '')).toLowerCase()] ?? 'other';
}

/** Files of one kind, in the order of the numbers in their names. */
export function filesOfKind(files: readonly ProjectionFile[], kind: FileKind): ProjectionFile[] {
  const found = files.filter((file) => kindOf(file.name) === kind);
  return found.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** The number a view's file is named by: Proj_00012.hnc, 00012.1.2.3.his, 12.pfm. Null if none. */
export function viewNumber(file: ProjectionFile): number | null {
  const base = basename(file.name);
  const digits =
    /^(\d+)\./.exec(base)?.[1] ?? /(\d+)\D*$/.exec(base.slice(0, base.indexOf('.')))?.[1];
  return digits === undefined ? null : Number(digits);
}
