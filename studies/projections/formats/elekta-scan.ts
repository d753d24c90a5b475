import { basename } from 'node:path';
import { SparrowError, warning } from '../../messages/sparrow-error.ts';
import { isElektaFrames, readElektaFrames, type ElektaFrame } from './elekta-frames.ts';
import { hisUnattenuated, readHisHeader, readHisPixels, type HisView } from './elekta-his.ts';
import { fileFrames } from './file-frames.ts';
import { viewNumber } from './file-kinds.ts';
import { missingViews } from './missing-views.ts';
import type { Orbit, OrbitView } from './orbit.ts';
import type { ProjectionFile } from './projection-scan.ts';
import type { RawScan } from './raw-scan.ts';

/** XVI's distances; they are the same on every machine. */
const distances = { sourceAxisMm: 1000, sourceDetectorMm: 1536 };

/**
 * A folder of .his with XVI's `_Frames.xml`, or with the RTK geometry `given`. Throws SparrowError
 * 'projections/*'.
 */
export async function openElekta(
  files: readonly ProjectionFile[],
  xmls: readonly ProjectionFile[],
  given: Orbit | null,
): Promise<RawScan> {
  const views: HisView[] = [];
  for (const file of files) views.push(await readHisHeader(file));
  const orbit = given ?? (await xviOrbit(files, xmls));
  return {
    origin: 'elekta-his',
    description: `${views.length} projections`,
    frames: fileFrames(views, { firstRow: 'feet', whole: true }, readHisPixels),
    orbit,
    values: 'intensities',
    scale: 1,
    unattenuated: hisUnattenuated,
    chamber: null,
    warnings: [
      warning('projections/unverified-format', { format: 'Elekta HIS' }),
      ...missingViews(files),
    ],
  };
}

async function xviOrbit(
  files: readonly ProjectionFile[],
  xmls: readonly ProjectionFile[],
): Promise<Orbit> {
  for (const xml of xmls) {
    const text = new TextDecoder().decode(await xml.bytes());
    if (!isElektaFrames(text)) continue;
    const list = basename(xml.name);
    const frames = framesOf(files, readElektaFrames(list, text), list);
    return { file: list, views: frames.map(orbitView), isocentreMm: null, warnings: [] };
  }
  throw new SparrowError('projections/no-geometry', { file: basename(files[0]!.name) });
}

/** By number where both sides have one, so that a lost file shifts no angle; else in order. */
function framesOf(
  files: readonly ProjectionFile[],
  frames: readonly ElektaFrame[],
  list: string,
): readonly ElektaFrame[] {
  const byNumber = new Map(frames.map((frame) => [frame.number, frame]));
  const numbered =
    byNumber.size === frames.length &&
    !byNumber.has(null) &&
    files.every((file) => viewNumber(file) !== null);
  if (!numbered) return frames;
  const found = files.map((file) => byNumber.get(viewNumber(file)));
  const lost = found.indexOf(undefined);
  if (lost < 0) return found as ElektaFrame[];
  if (found.every((frame) => frame === undefined)) return frames;
  const params = { list, file: basename(files[lost]!.name) };
  throw new SparrowError('projections/view-without-angle', params);
}

const orbitView = ({ angleDeg, centreMm: [u, v] }: ElektaFrame): OrbitView => ({
  angleDeg,
  ...distances,
  detectorOffsetMm: [0 - u, 0 - v],
  sourceOffsetMm: [0, 0],
});
