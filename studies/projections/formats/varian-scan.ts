import { basename } from 'node:path';
import { SparrowError, warning, type Warning } from '../../messages/sparrow-error.ts';
import { fileFrames } from './file-frames.ts';
import { missingViews } from './missing-views.ts';
import type { Orbit, OrbitView } from './orbit.ts';
import type { ProjectionFile } from './projection-scan.ts';
import type { RawScan } from './raw-scan.ts';
import { readHncHeader, readHncPixels, type HncView } from './varian-hnc.ts';
import { findVarianSidecar, inMillimetres, type VarianSidecar } from './varian-sidecar.ts';
import { readXimHeader, readXimPixels, type XimView } from './varian-xim.ts';

/** On-board imagers, where nothing says otherwise. */
const usual = { sourceAxisMm: 1000, sourceDetectorMm: 1500 };

/** A folder of .hnc (OBI). `given` is an RTK geometry that takes the place of the files' own. */
export async function openHnc(
  files: readonly ProjectionFile[],
  xmls: readonly ProjectionFile[],
  given: Orbit | null,
): Promise<RawScan> {
  const views: HncView[] = [];
  for (const file of files) views.push(await readHncHeader(file));
  const sidecar = await findVarianSidecar(xmls);
  const first = views[0]!;
  const own = sidecar ?? {
    file: basename(first.file.name),
    sourceAxisMm: first.sourceAxis > 0 ? inMillimetres(first.sourceAxis) : null,
    sourceDetectorMm: first.sourceDetector > 0 ? inMillimetres(first.sourceDetector) : null,
    panelOffsetMm: null,
  };
  const orbitOf = (view: HncView) => ({
    angleDeg: view.angleDeg,
    // The header's lateral position is in centimetres.
    panelOffsetMm: own.panelOffsetMm ?? ([10 * view.panelLateral, 0] as const),
  });
  const orbit = given ?? varianOrbit(own, views.map(orbitOf), 'ProjectionInfo.xml');
  const frames = fileFrames(views, { firstRow: 'feet', whole: true }, readHncPixels);
  const chamber = views.map((view) => view.chamber);
  return varianScan('varian-hnc', frames, orbit, chamber, missingViews(files));
}

/** A folder of .xim (TrueBeam, Halcyon, ProBeam). Files without a picture are passed over. */
export async function openXim(
  files: readonly ProjectionFile[],
  xmls: readonly ProjectionFile[],
  given: Orbit | null,
): Promise<RawScan> {
  const all: XimView[] = [];
  for (const file of files) all.push(await readXimHeader(file));
  const views = all.filter((view) => view.columns * view.rows > 0).map(withPixelSize);
  const empty = all.filter((view) => view.columns * view.rows === 0);
  const warnings = missingViews(files);
  if (empty[0]) {
    const params = { count: empty.length, file: basename(empty[0].file.name) };
    warnings.push(warning('projections/view-without-pixels', params));
  }
  const frames = fileFrames(views, { firstRow: 'feet', whole: true }, (view) =>
    readXimPixels(view.file),
  );
  const orbit = given ?? (await ximOrbit(views, xmls));
  const chamber = views.map((view) => view.properties.get('KVNormChamber') ?? 0);
  return varianScan('varian-xim', frames, orbit, chamber, warnings);
}

function withPixelSize(view: XimView) {
  const size = (name: string) => 10 * (view.properties.get(name) ?? NaN);
  const pixelMm = [size('PixelWidth'), size('PixelHeight')] as const;
  if (pixelMm.every((mm) => mm > 0 && mm < 100)) return { ...view, pixelMm };
  const params = { file: basename(view.file.name), format: 'XIM', reason: 'it has no pixel size' };
  throw new SparrowError('projections/damaged-view', params);
}

/** kV source angles are on Varian's scale: 180 degrees overhead, growing the other way round. */
async function ximOrbit(
  views: readonly XimView[],
  xmls: readonly ProjectionFile[],
): Promise<Orbit> {
  const file = basename(views[0]!.file.name);
  const sidecar = await findVarianSidecar(xmls);
  const none = { file, sourceAxisMm: null, sourceDetectorMm: null, panelOffsetMm: null };
  const placed = views.map((view, n) => {
    const angle = view.properties.get('KVSourceRtn');
    if (angle === undefined) {
      const params = { file: basename(view.file.name), view: n + 1 };
      throw new SparrowError('projections/missing-angle', params);
    }
    const shift = (name: string) => 10 * (view.properties.get(name) ?? 0);
    const panelOffsetMm = [shift('KVDetectorLat'), shift('KVDetectorLng')] as const;
    return { angleDeg: 180 - angle, panelOffsetMm };
  });
  return varianOrbit(sidecar ?? none, placed, 'Scan.xml');
}

function varianOrbit(
  own: VarianSidecar,
  views: readonly { angleDeg: number; panelOffsetMm: readonly [number, number] }[],
  sidecar: string,
): Orbit {
  const sourceAxisMm = own.sourceAxisMm ?? usual.sourceAxisMm;
  const sourceDetectorMm = own.sourceDetectorMm ?? usual.sourceDetectorMm;
  const assumed = own.sourceAxisMm === null || own.sourceDetectorMm === null;
  const params = { sourceAxisMm, sourceDetectorMm, sidecar };
  return {
    file: own.file,
    views: views.map(({ angleDeg, panelOffsetMm }): OrbitView => ({
      angleDeg,
      sourceAxisMm,
      sourceDetectorMm,
      detectorOffsetMm: panelOffsetMm,
      sourceOffsetMm: [0, 0],
    })),
    isocentreMm: null,
    warnings: assumed ? [warning('projections/default-distances', params)] : [],
  };
}

function varianScan(
  origin: 'varian-hnc' | 'varian-xim',
  frames: RawScan['frames'],
  orbit: Orbit,
  chamber: readonly number[],
  warnings: readonly Warning[],
): RawScan {
  const format = origin === 'varian-hnc' ? 'Varian HNC' : 'Varian XIM';
  return {
    origin,
    description: `${frames.views} projections`,
    frames,
    orbit,
    values: 'intensities',
    scale: 1,
    unattenuated: null,
    chamber,
    warnings: [warning('projections/unverified-format', { format }), ...warnings],
  };
}
