import { SparrowError } from '../../messages/sparrow-error.ts';
import { parseXml, textOf, type XmlElement } from './xml.ts';

/** What XVI's list of frames says of one view. */
export interface ElektaFrame {
  /** The number its .his is named by; null when the list gives none. */
  readonly number: number | null;
  readonly angleDeg: number;
  /** Where the central ray meets the panel, mm: the panel's shift is the opposite. */
  readonly centreMm: readonly [u: number, v: number];
}

/** True for the text of an XVI `_Frames.xml`. */
export function isElektaFrames(text: string): boolean {
  return /<Frames?[\s>]/.test(text) && /<GantryAngle[\s>]/.test(text);
}

/**
 * Reads XVI's `_Frames.xml`. Throws SparrowError 'projections/not-geometry', 'missing-angle' or
 * 'geometry-number'.
 */
export function readElektaFrames(file: string, text: string): ElektaFrame[] {
  const root = parseXml(text);
  const frames = root ? elementsOf(root, 'Frame') : [];
  if (frames.length === 0) {
    const reason = root ? 'it lists no frame' : 'it is not XML';
    throw new SparrowError('projections/not-geometry', { file, reason });
  }
  return frames.map((frame, n) => {
    const number = (name: string, fallback: number | null) => {
      const found = textOf(frame, name);
      const value = found === null || found === '' ? fallback : Number(found);
      if (value === null || Number.isFinite(value)) return value;
      const params = { file, name, view: n + 1, value: found ?? '' };
      throw new SparrowError('projections/geometry-number', params);
    };
    const angleDeg = number('GantryAngle', null);
    if (angleDeg === null)
      throw new SparrowError('projections/missing-angle', { file, view: n + 1 });
    const centreMm = [number('UCentre', 0)!, number('VCentre', 0)!] as const;
    return { number: number('Seq', null), angleDeg, centreMm };
  });
}

function elementsOf(root: XmlElement, name: string): XmlElement[] {
  return root.children.flatMap((child) =>
    child.name === name ? [child] : elementsOf(child, name),
  );
}
