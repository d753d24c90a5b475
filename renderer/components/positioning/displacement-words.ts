import type { Vector3 } from '../../../studies/volume/geometry.ts';
import { translate } from '../../locale/translate.ts';

/** Patient LPS: +x left, +y back, +z head. */
const sides = [
  ['left', 'right'],
  ['back', 'front'],
  ['head', 'feet'],
] as const;

/** "1.6 mm to the front, 1.1 mm towards the head" of a shift in the patient, to a tenth of a millimetre. */
export function displacementWords(shiftMm: Vector3): string {
  const said = shiftMm.flatMap((mm, axis) => {
    const size = Math.abs(mm).toFixed(1);
    const [above, below] = sides[axis]!;
    const side = mm > 0 ? above : below;
    return size === '0.0' ? [] : [translate(`positioning.side.${side}`, { mm: size })];
  });
  return said.length === 0 ? translate('positioning.side.none') : said.join(', ');
}
