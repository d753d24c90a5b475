import { opposite, patientLetters } from '../../studies/volume/orientation.ts';
import type { EdgeLetters } from './marks.ts';
import type { PlaneFrame } from './planes.ts';

/** What lies beyond each edge of a plane's picture. */
export function edgeLetters(frame: PlaneFrame): EdgeLetters {
  const [right, down] = frame.geometry.axes;
  return {
    left: patientLetters(opposite(right)),
    right: patientLetters(right),
    top: patientLetters(opposite(down)),
    bottom: patientLetters(down),
  };
}
