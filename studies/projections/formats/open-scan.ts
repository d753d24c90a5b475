import { basename } from 'node:path';
import { SparrowError } from '../../messages/sparrow-error.ts';
import { openElekta } from './elekta-scan.ts';
import { filesOfKind, kindOf, type FileKind } from './file-kinds.ts';
import type { Orbit } from './orbit.ts';
import { openPlastimatch } from './plastimatch-scan.ts';
import type { ProjectionFile } from './projection-scan.ts';
import type { RawScan } from './raw-scan.ts';
import { isRtkGeometry, readRtkGeometry } from './rtk-geometry.ts';
import { rtkScan } from './rtk-scan.ts';
import { openStack } from './stack.ts';
import { openHnc, openXim } from './varian-scan.ts';

const detectorKinds = ['pfm', 'hnc', 'hnd', 'xim', 'his'] as const satisfies readonly FileKind[];

/**
 * Finds out what scan the files are, and opens it. Flat-field stacks must have been taken out.
 * Throws SparrowError 'projections/*' or 'formats/*'.
 */
export async function openScan(files: readonly ProjectionFile[]): Promise<RawScan> {
  const kinds = detectorKinds.filter((kind) => files.some((file) => kindOf(file.name) === kind));
  if (kinds.length > 1) {
    const formats = kinds.map((kind) => `.${kind}`).join(', ');
    throw new SparrowError('projections/several-scans', { formats });
  }
  const kind = kinds[0];
  const xmls = filesOfKind(files, 'xml');
  const given = await rtkOrbit(xmls);
  if (kind === undefined) return stackScan(files, xmls, given);
  const views = filesOfKind(files, kind);
  switch (kind) {
    case 'pfm':
      return openPlastimatch(views, filesOfKind(files, 'txt'));
    case 'hnc':
      return openHnc(views, xmls, given);
    case 'xim':
      return openXim(views, xmls, given);
    case 'his':
      return openElekta(views, xmls, given);
    case 'hnd': {
      const params = { file: basename(views[0]!.name), kind: 'Varian HND' };
      throw new SparrowError('projections/unknown-compression', params);
    }
  }
}

async function stackScan(
  files: readonly ProjectionFile[],
  xmls: readonly ProjectionFile[],
  given: Orbit | null,
): Promise<RawScan> {
  const stacks = filesOfKind(files, 'stack');
  const [stack, second] = stacks;
  if (!stack) throw new SparrowError('projections/nothing-to-read');
  if (second) throw new SparrowError('projections/several-stacks', { count: stacks.length });
  if (given) return rtkScan(await openStack(stack, files), given);
  const [other] = xmls;
  if (!other) {
    throw new SparrowError('projections/no-geometry', { file: basename(stack.name) });
  }
  const reason = 'it is not an RTK circular geometry';
  throw new SparrowError('projections/not-geometry', { file: basename(other.name), reason });
}

/** The one RTK geometry among XML files, or null. */
async function rtkOrbit(xmls: readonly ProjectionFile[]): Promise<Orbit | null> {
  let orbit: Orbit | null = null;
  for (const xml of xmls) {
    const text = new TextDecoder().decode(await xml.bytes());
    if (!isRtkGeometry(text)) continue;
    const second = basename(xml.name);
    if (orbit)
      throw new SparrowError('projections/several-geometries', { first: orbit.file, second });
    orbit = readRtkGeometry(second, text);
  }
  return orbit;
}
