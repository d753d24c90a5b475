import type { VolumeGeometry } from '../../volume/geometry.ts';
import type { Level } from './levels.ts';

/** The patient's body on the grid of a coarse level: 1 inside, lungs and bowel gas included. */
export interface BodyMask {
  readonly geometry: VolumeGeometry;
  readonly voxels: Uint8Array;
  /** Voxels inside. */
  readonly count: number;
}

/** Denser than this is no air, lung or foam. */
const tissueHu = -350;

/**
 * The largest connected piece of tissue, couch and clothes left out: thin shells are cut off by one
 * erosion, the rest is grown back within the tissue, and each slice's holes are filled. Null where
 * nothing is dense enough. Meant for levels of 3 to 8 mm.
 */
export function bodyMask({ geometry, values }: Level): BodyMask | null {
  const { dims } = geometry;
  const tissue = new Uint8Array(values.length);
  for (let n = 0; n < tissue.length; n++) if (values[n]! > tissueHu) tissue[n] = 1;
  const core = largestPiece(eroded(tissue, dims), dims) ?? largestPiece(tissue, dims);
  if (core === null) return null;
  let grown = core;
  for (let n = 0; n < 2; n++) {
    const wider = dilated(grown, dims);
    for (let at = 0; at < wider.length; at++) wider[at]! &= tissue[at]!;
    grown = wider;
  }
  fillSlices(grown, dims);
  let count = 0;
  for (let n = 0; n < grown.length; n++) count += grown[n]!;
  return { geometry, voxels: grown, count };
}

/** The body's voxel that holds each index along an axis of another level; all start at one corner. */
export function bodyIndices(body: BodyMask, { spacingMm, dims }: VolumeGeometry) {
  return ([0, 1, 2] as const).map((axis) => {
    const step = spacingMm[axis] / body.geometry.spacingMm[axis];
    const last = body.geometry.dims[axis] - 1;
    return Int32Array.from({ length: dims[axis] }, (_, n) =>
      Math.min(last, Math.max(0, Math.floor((n + 0.5) * step))),
    );
  }) as [Int32Array, Int32Array, Int32Array];
}

type Dims = VolumeGeometry['dims'];

/** Neighbours over faces; the volume's border does not erode, since a body may be cut off there. */
function eroded(mask: Uint8Array, dims: Dims): Uint8Array {
  return inverted(dilated(inverted(mask), dims));
}

function inverted(mask: Uint8Array): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let n = 0; n < out.length; n++) out[n] = 1 - mask[n]!;
  return out;
}

/** Grown by one voxel over faces. */
export function dilated(mask: Uint8Array, [nx, ny, nz]: Dims): Uint8Array {
  const out = mask.slice();
  const slice = nx * ny;
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, n++) {
        if (mask[n] === 0) continue;
        if (i > 0) out[n - 1] = 1;
        if (i < nx - 1) out[n + 1] = 1;
        if (j > 0) out[n - nx] = 1;
        if (j < ny - 1) out[n + nx] = 1;
        if (k > 0) out[n - slice] = 1;
        if (k < nz - 1) out[n + slice] = 1;
      }
    }
  }
  return out;
}

function largestPiece(mask: Uint8Array, dims: Dims): Uint8Array | null {
  const label = new Int32Array(mask.length);
  const queue = new Int32Array(mask.length);
  let [best, bestSize, labels] = [0, 0, 0];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || label[start] !== 0) continue;
    const size = flood(mask, dims, label, queue, start, ++labels);
    if (size > bestSize) [best, bestSize] = [labels, size];
  }
  if (bestSize === 0) return null;
  const piece = new Uint8Array(mask.length);
  for (let n = 0; n < piece.length; n++) if (label[n] === best) piece[n] = 1;
  return piece;
}

function flood(
  mask: Uint8Array,
  [nx, ny, nz]: Dims,
  label: Int32Array,
  queue: Int32Array,
  start: number,
  name: number,
): number {
  const slice = nx * ny;
  let [head, tail] = [0, 0];
  const visit = (n: number) => {
    if (mask[n] === 0 || label[n] !== 0) return;
    label[n] = name;
    queue[tail++] = n;
  };
  visit(start);
  while (head < tail) {
    const n = queue[head++]!;
    const i = n % nx;
    const j = Math.floor(n / nx) % ny;
    if (i > 0) visit(n - 1);
    if (i < nx - 1) visit(n + 1);
    if (j > 0) visit(n - nx);
    if (j < ny - 1) visit(n + nx);
    if (n >= slice) visit(n - slice);
    if (n < slice * (nz - 1)) visit(n + slice);
  }
  return tail;
}

/** What cannot be reached from the edge of its slice is inside. */
function fillSlices(mask: Uint8Array, [nx, ny, nz]: Dims): void {
  const size = nx * ny;
  const queue = new Int32Array(size);
  for (let k = 0; k < nz; k++) {
    const slice = mask.subarray(k * size, (k + 1) * size);
    const outside = inverted(slice);
    const label = new Int32Array(size);
    for (let n = 0; n < size; n++) {
      const [i, j] = [n % nx, Math.floor(n / nx)];
      if (i > 0 && j > 0 && i < nx - 1 && j < ny - 1) continue;
      if (outside[n] === 1 && label[n] === 0) flood(outside, [nx, ny, 1], label, queue, n, 1);
    }
    for (let n = 0; n < size; n++) slice[n] = label[n] === 0 ? 1 : 0;
  }
}
