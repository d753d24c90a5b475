import type { ImageDims } from './classes.ts';

/** Mask of the pixels whose class is one of `classes`: 1 or 0. */
export function maskOf(labels: Uint8Array, classes: readonly number[]): Uint8Array {
  return labels.map((value) => (classes.includes(value) ? 1 : 0));
}

/** Pixels that stay when all within `radiusPx` must be inside; outside the image counts as outside. */
export function erode(mask: Uint8Array, _dims: ImageDims, _radiusPx: number): Uint8Array {
  return mask;
}

/** Pixels within `radiusPx` of the mask. */
export function dilate(mask: Uint8Array, _dims: ImageDims, _radiusPx: number): Uint8Array {
  return mask;
}

/** The largest 4-connected part. */
export function largestComponent(mask: Uint8Array, _dims: ImageDims): Uint8Array {
  return mask;
}

/** The mask with what it encloses filled. */
export function fillHoles(mask: Uint8Array, _dims: ImageDims): Uint8Array {
  return mask;
}

/** A tidy map: per class its largest part without holes; the muscle ring keeps its cavity. */
export function tidyLabels(labels: Uint8Array, _dims: ImageDims): Uint8Array {
  return labels;
}
