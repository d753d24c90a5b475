import { basename } from 'node:path';
import type { ProjectionFile } from './projection-scan.ts';
import { parseXml, textOf, type XmlElement } from './xml.ts';

/** Varian's own description of a scan that lies beside its projections, where there is one. */
export interface VarianSidecar {
  /** Base name. */
  readonly file: string;
  readonly sourceAxisMm: number | null;
  readonly sourceDetectorMm: number | null;
  /** Lateral and longitudinal shift of the panel; null where it gives none. */
  readonly panelOffsetMm: readonly [u: number, v: number] | null;
}

/**
 * Finds ProjectionInfo.xml (OBI: CalibratedSAD, CalibratedSID, CalibratedDetectorOffsetX and Y,
 * DetectorPosLat, FanType) or Scan.xml (SAD, SID) among the XML files. Null when there is none.
 */
export async function findVarianSidecar(
  xmls: readonly ProjectionFile[],
): Promise<VarianSidecar | null> {
  for (const xml of xmls) {
    const root = parseXml(new TextDecoder().decode(await xml.bytes()));
    if (!root) continue;
    const sourceAxisMm = lengthMm(root, 'CalibratedSAD', 'SAD');
    const sourceDetectorMm = lengthMm(root, 'CalibratedSID', 'SID');
    if (sourceAxisMm === null && sourceDetectorMm === null) continue;
    const file = basename(xml.name);
    return { file, sourceAxisMm, sourceDetectorMm, panelOffsetMm: panelOffset(root) };
  }
  return null;
}

/** The panel's own shift counts in a half fan only: in a full fan it is calibrated to the middle. */
function panelOffset(root: XmlElement): readonly [number, number] | null {
  const [x, y] = [
    numberOf(root, 'CalibratedDetectorOffsetX'),
    numberOf(root, 'CalibratedDetectorOffsetY'),
  ];
  if (x === null && y === null) return null;
  const half = /half/i.test(textOf(root, 'FanType') ?? textOf(root, 'Fan') ?? '');
  const lateral = half ? (numberOf(root, 'DetectorPosLat') ?? 0) : 0;
  return [(x ?? 0) + lateral, y ?? 0];
}

function lengthMm(root: XmlElement, ...names: string[]): number | null {
  for (const name of names) {
    const value = numberOf(root, name);
    if (value !== null) return inMillimetres(value);
  }
  return null;
}

function numberOf(root: XmlElement, name: string): number | null {
  const value = Number(textOf(root, name) ?? NaN);
  return Number.isFinite(value) ? value : null;
}

/** Varian gives scanner distances in cm in some versions and mm in others; no scanner is 30 cm. */
export const inMillimetres = (distance: number) => (distance < 300 ? 10 * distance : distance);
