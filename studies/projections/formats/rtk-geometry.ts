import { SparrowError } from '../../messages/sparrow-error.ts';
import type { LpsPoint } from '../../volume/geometry.ts';
import type { Orbit, OrbitView } from './orbit.ts';
import { compareMatrix } from './rtk-matrix.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** What Sparrow adds as a comment, since RTK's world has the isocentre as its origin. */
export const isocentreComment = 'isocentre in patient LPS, mm:';

/** Tilts below this are a writer's rounding, degrees. */
const noTiltDeg = 1e-3;
const readVersions = ['2', '3'];

const defaults: Readonly<Record<string, number>> = {
  ProjectionOffsetX: 0,
  ProjectionOffsetY: 0,
  SourceOffsetX: 0,
  SourceOffsetY: 0,
  InPlaneAngle: 0,
  OutOfPlaneAngle: 0,
  RadiusCylindricalDetector: 0,
};

/** True for the text of an RTK circular geometry. */
export function isRtkGeometry(text: string): boolean {
  return text.slice(0, 4096).includes('<RTKThreeDCircularGeometry');
}

/**
 * Reads RTK's ThreeDCircularProjectionGeometry XML, versions 2 and 3. A parameter holds from where
 * it stands until it is given again, as in RTK, so global and per-view ones are read alike. RTK's
 * angles and offsets are ours: README.md derives it. Throws SparrowError 'projections/*'.
 */
export function readRtkGeometry(file: string, text: string): Orbit {
  const root = parseXml(text);
  if (root?.name !== 'RTKThreeDCircularGeometry') {
    throw notGeometry(file, root ? `its root is ${root.name}` : 'it is not XML');
  }
  const version = root.attributes['version'] ?? 'unknown';
  if (!readVersions.includes(version)) {
    throw new SparrowError('projections/geometry-version', { file, version });
  }
  const state: Record<string, number> = { ...defaults };
  const views: OrbitView[] = [];
  for (const child of root.children) {
    if (child.name === 'Projection') views.push(readView(file, child, state, views.length));
    else setNumber(file, child, state, views.length);
  }
  if (views.length === 0) throw notGeometry(file, 'it describes no view');
  return { file, views, isocentreMm: isocentreOf(text), warnings: [] };
}

function readView(
  file: string,
  projection: XmlElement,
  state: Record<string, number>,
  index: number,
): OrbitView {
  const view = index + 1;
  const has = (name: string) => projection.children.some((child) => child.name === name);
  if (!has('GantryAngle') && !has('Angle')) {
    throw new SparrowError('projections/missing-angle', { file, view });
  }
  for (const child of projection.children) {
    if (child.name !== 'Matrix') setNumber(file, child, state, index);
  }
  for (const name of ['InPlaneAngle', 'OutOfPlaneAngle']) {
    // RTK writes tilts between 0 and 360 degrees.
    const angle = (((((state[name] ?? 0) + 180) % 360) + 360) % 360) - 180;
    if (Math.abs(angle) > noTiltDeg) {
      const angleDeg = Number(angle.toFixed(3));
      throw new SparrowError('projections/tilted-detector', { file, view, name, angleDeg });
    }
  }
  if (state['RadiusCylindricalDetector'] !== 0) {
    throw new SparrowError('projections/curved-detector', { file });
  }
  const given: OrbitView = {
    angleDeg: state['GantryAngle']!,
    sourceAxisMm: state['SourceToIsocenterDistance'] ?? 0,
    sourceDetectorMm: state['SourceToDetectorDistance'] ?? 0,
    detectorOffsetMm: [state['ProjectionOffsetX']!, state['ProjectionOffsetY']!],
    sourceOffsetMm: [state['SourceOffsetX']!, state['SourceOffsetY']!],
  };
  checkMatrix(file, projection, given, view);
  return given;
}

function setNumber(
  file: string,
  { name, text }: XmlElement,
  state: Record<string, number>,
  index: number,
) {
  const value = text === '' ? NaN : Number(text);
  if (!Number.isFinite(value)) {
    const params = { file, name, view: index + 1, value: text };
    throw new SparrowError('projections/geometry-number', params);
  }
  state[name === 'Angle' ? 'GantryAngle' : name] = value;
}

function checkMatrix(file: string, projection: XmlElement, given: OrbitView, view: number) {
  const text = projection.children.find((child) => child.name === 'Matrix')?.text;
  if (text === undefined) return;
  const matrix = text.split(/\s+/).map(Number);
  const verdict = matrix.length === 12 ? compareMatrix(given, matrix) : 'other';
  if (verdict === 'reversed') {
    throw new SparrowError('projections/rotation-reversed', { file, view });
  }
  if (verdict === 'other') throw new SparrowError('projections/matrix-differs', { file, view });
}

function isocentreOf(text: string): LpsPoint | null {
  const at = text.indexOf(isocentreComment);
  if (at < 0) return null;
  const numbers = text
    .slice(at + isocentreComment.length, at + 200)
    .trim()
    .split(/\s+/)
    .slice(0, 3)
    .map(Number);
  return numbers.length === 3 && numbers.every(Number.isFinite) ? (numbers as never) : null;
}

const notGeometry = (file: string, reason: string) =>
  new SparrowError('projections/not-geometry', { file, reason });
