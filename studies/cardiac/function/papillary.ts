import { heartClass } from '../contours/classes.ts';
import { erode, maskOf } from '../contours/morphology.ts';
import { nearestPhase } from './beat.ts';
import type { MaskPlane } from './mask-planes.ts';
import type { Stack } from './stack.ts';

/** The rim of the cavity is left out: its pixels are part blood, part wall. */
const rimMm = 2;

/**
 * Papillary muscles and trabeculae inside the cavity at a phase of the lead volume, mL: darker than
 * half way between the median of blood and of muscle of the same slice, at least 2 mm from the wall.
 * What grows along the wall is not seen. Null where no slice has both a picture and labels.
 */
export function papillaryMl(
  stack: Stack,
  phase: number,
  leadPhases: number,
  counts: readonly boolean[],
): number | null {
  let mm3: number | null = null;
  stack.slices.forEach(({ mask, plane, slabMm }, i) => {
    if (!counts[i]) return;
    const area = papillaryMm2(mask, nearestPhase(phase, leadPhases, plane.phases));
    if (area !== null) mm3 = (mm3 ?? 0) + area * slabMm;
  });
  return mm3 === null ? null : mm3 / 1000;
}

function papillaryMm2(mask: MaskPlane, phase: number): number | null {
  const { dims, spacingMm } = mask.plane;
  const labels = mask.labels(phase);
  const image = mask.image?.(phase) ?? null;
  if (labels === null || image === null) return null;
  const pixelMm = Math.sqrt(spacingMm[0] * spacingMm[1]);
  const cavity = maskOf(labels, [heartClass.lvCavity]);
  const inner = valuesIn(erode(cavity, dims, Math.max(1, rimMm / pixelMm)), image);
  const blood = middle(inner);
  const muscle = middle(valuesIn(maskOf(labels, [heartClass.lvMyocardium]), image));
  if (blood === null || muscle === null || blood <= muscle) return 0;
  const dark = inner.filter((value) => value < (blood + muscle) / 2).length;
  return dark * spacingMm[0] * spacingMm[1];
}

function valuesIn(mask: Uint8Array, image: ArrayLike<number>): number[] {
  const values: number[] = [];
  for (let at = 0; at < mask.length; at++) if (mask[at] === 1) values.push(image[at]!);
  return values;
}

function middle(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Float64Array.from(values).sort()[Math.floor(values.length / 2)]!;
}
