import { heartClass, type ImageDims } from './classes.ts';
import { fillHoles, largestComponent, maskOf } from './morphology.ts';

const { background, lvCavity, lvMyocardium, rvCavity, leftAtrium, rightAtrium } = heartClass;

/**
 * A tidy map, new: per class its largest part without holes. Of the left ventricle, cavity and
 * muscle together are one part; an island of cavity inside it becomes muscle.
 */
export function tidyLabels(labels: Uint8Array, dims: ImageDims): Uint8Array {
  const tidy = new Uint8Array(labels.length);
  for (const chamber of [rvCavity, leftAtrium, rightAtrium])
    put(tidy, whole(labels, dims, [chamber]), chamber);
  const ventricle = whole(labels, dims, [lvCavity, lvMyocardium]);
  const inside = labels.map((value, at) => (ventricle[at] === 1 ? value : background));
  put(tidy, ventricle, lvMyocardium);
  put(tidy, whole(inside, dims, [lvCavity]), lvCavity);
  return tidy;
}

function whole(labels: Uint8Array, dims: ImageDims, classes: readonly number[]): Uint8Array {
  return fillHoles(largestComponent(maskOf(labels, classes), dims), dims);
}

function put(labels: Uint8Array, mask: Uint8Array, to: number): void {
  for (let at = 0; at < mask.length; at++) if (mask[at] === 1) labels[at] = to;
}
