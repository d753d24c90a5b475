import { keepLargestBody } from '../surfaces/largest-body.ts';

type Dims = readonly [number, number, number];

/** Classes of a dense label volume: 0 background, 1 LV cavity, 2 LV muscle, 3 RV cavity. */
const bodies = [
  { classes: [1, 2], left: 0 },
  { classes: [1], left: 2 },
  { classes: [3], left: 0 },
] as const;

/**
 * Each chamber as one body: what hangs together with the largest through faces stays. Labels drawn slice
 * by slice leave crumbs that no heart has. A crumb of the LV cavity within the muscle becomes muscle;
 * all others become background.
 * @param labels i fastest, changed in place
 */
export function keepOneBody(labels: Uint8Array, dims: Dims): void {
  const part = new Uint8Array(labels.length);
  for (const { classes, left } of bodies) {
    for (let n = 0; n < labels.length; n++)
      part[n] = (classes as readonly number[]).includes(labels[n]!) ? 1 : 0;
    keepLargestBody(part, dims, 2);
    for (let n = 0; n < labels.length; n++) if (part[n] === 2) labels[n] = left;
  }
}
