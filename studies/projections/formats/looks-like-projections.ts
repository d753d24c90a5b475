import { filesOfKind } from './file-kinds.ts';
import type { ProjectionFile } from './projection-scan.ts';
import { isRtkGeometry } from './rtk-geometry.ts';

/** A scan of fewer files is a picture or two. */
const leastFiles = 3;

/**
 * Whether the files, dropped together, are a cone-beam scan and not volumes: a folder of detector
 * files, or a stack beside an RTK geometry. Reads nothing but small XML files.
 */
export async function looksLikeProjections(files: readonly ProjectionFile[]): Promise<boolean> {
  const detector = (['pfm', 'hnc', 'hnd', 'xim', 'his'] as const).some(
    (kind) => filesOfKind(files, kind).length >= leastFiles,
  );
  if (detector) return true;
  if (filesOfKind(files, 'stack').length !== 1) return false;
  for (const xml of filesOfKind(files, 'xml')) {
    if (isRtkGeometry(new TextDecoder().decode(await xml.bytes()))) return true;
  }
  return false;
}
