import { posix } from 'node:path';
import type { SourceFile } from '../../../../studies/dicom/sources/source.ts';
import { kindOf } from '../../../../studies/projections/formats/file-kinds.ts';
import { isRtkGeometry } from '../../../../studies/projections/formats/rtk-geometry.ts';
import { isSidecar } from '../../../../studies/projections/scan-sidecar.ts';
import { looksLikeProjections } from '../../../../studies/projections/formats/looks-like-projections.ts';

/** The files of one cone-beam scan. */
export interface ScanGroup {
  /** As the user knows it: the stack, or the folder of the views. */
  readonly name: string;
  readonly files: readonly SourceFile[];
}

/** Whether a file's name says that it may belong to a cone-beam scan. */
export function mayBeOfScan({ name }: SourceFile): boolean {
  return kindOf(name) !== 'other' || isSidecar(name);
}

/**
 * Finds the cone-beam scans among files that may belong to one: those of a folder together, with the
 * geometry of the folder above where it has none of its own. `rest` is what belongs to none.
 */
export async function findScans(
  files: readonly SourceFile[],
): Promise<{ scans: ScanGroup[]; rest: SourceFile[] }> {
  const folders = Map.groupBy(files, ({ name }) => posix.dirname(name));
  const scans: ScanGroup[] = [];
  const used = new Set<SourceFile>();
  for (const [folder, own] of folders) {
    const group = [...own, ...(await geometryAbove(folder, own, folders))];
    if (!(await looksLikeProjections(group))) continue;
    const stack = own.find(({ name }) => kindOf(name) === 'stack');
    scans.push({ name: stack?.name ?? (folder === '.' ? own[0]!.name : folder), files: group });
    for (const file of group) used.add(file);
  }
  return { scans, rest: files.filter((file) => !used.has(file)) };
}

/** Geometry of the folder above, where the scan's own folder has none. */
async function geometryAbove(
  folder: string,
  own: readonly SourceFile[],
  folders: ReadonlyMap<string, readonly SourceFile[]>,
): Promise<SourceFile[]> {
  if (folder === '.') return [];
  for (const xml of own.filter(isXml)) {
    if (isRtkGeometry(new TextDecoder().decode(await xml.bytes()))) return [];
  }
  return (folders.get(posix.dirname(folder)) ?? []).filter(isXml);
}

const isXml = ({ name }: SourceFile) => kindOf(name) === 'xml';

/** Names that a stack's pixels may have beside its header (.mhd): they are no files of their own. */
export function scanCompanions({ files }: ScanGroup): string[] {
  return files
    .filter(({ name }) => /\.mhd$/i.test(name))
    .flatMap(({ name }) => ['raw', 'zraw', 'bin'].map((end) => name.replace(/mhd$/i, end)));
}
