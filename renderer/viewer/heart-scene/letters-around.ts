import type { Vector3 } from '../../../studies/volume/geometry.ts';
import { opposite, patientLetters } from '../../../studies/volume/orientation.ts';
import { letterMarks, type Mark } from '../marks.ts';

/** Height that the research line takes at the foot, in CSS pixels. */
const footPx = 22;

/** What lies beyond each edge of a picture seen along a gaze. */
export function lettersAround(
  { right, down }: { right: Vector3; down: Vector3 },
  width: number,
  height: number,
): Mark[] {
  if (width < 1) return [];
  const letters = {
    left: patientLetters(opposite(right)),
    right: patientLetters(right),
    top: patientLetters(opposite(down)),
    bottom: patientLetters(down),
  };
  return letterMarks(letters, width, height - footPx);
}
