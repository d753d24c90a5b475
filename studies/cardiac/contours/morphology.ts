import type { ImageDims } from './classes.ts';

/** Mask of the pixels whose class is one of `classes`: 1 or 0. */
export function maskOf(labels: Uint8Array, classes: readonly number[]): Uint8Array {
  const wanted = new Uint8Array(256);
  for (const value of classes) wanted[value] = 1;
  const mask = new Uint8Array(labels.length);
  for (let at = 0; at < labels.length; at++) mask[at] = wanted[labels[at]!]!;
  return mask;
}

/** Pixels that stay when all within `radiusPx` must be inside; outside the image counts as outside. */
export function erode(mask: Uint8Array, dims: ImageDims, radiusPx: number): Uint8Array {
  const [columns, rows] = dims;
  const out = mask.slice();
  const disc = discOf(radiusPx);
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    const x = at % columns;
    const y = (at - x) / columns;
    const whole = disc.every(([dx, dy]) => {
      const i = x + dx;
      const j = y + dy;
      return i >= 0 && j >= 0 && i < columns && j < rows && mask[j * columns + i] !== 0;
    });
    if (!whole) out[at] = 0;
  }
  return out;
}

/** Pixels within `radiusPx` of the mask. */
export function dilate(mask: Uint8Array, dims: ImageDims, radiusPx: number): Uint8Array {
  const [columns, rows] = dims;
  const out = mask.slice();
  const disc = discOf(radiusPx);
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    const x = at % columns;
    const y = (at - x) / columns;
    for (const [dx, dy] of disc) {
      const i = x + dx;
      const j = y + dy;
      if (i >= 0 && j >= 0 && i < columns && j < rows) out[j * columns + i] = 1;
    }
  }
  return out;
}

/** The largest 4-connected part; empty stays empty. */
export function largestComponent(mask: Uint8Array, dims: ImageDims): Uint8Array {
  const { parts, sizes } = components(mask, dims);
  let largest = 0;
  for (let part = 1; part < sizes.length; part++)
    if (sizes[part]! > (sizes[largest] ?? 0)) largest = part;
  const out = new Uint8Array(mask.length);
  if (sizes.length > 1)
    for (let at = 0; at < out.length; at++) if (parts[at] === largest) out[at] = 1;
  return out;
}

/** Number of the 4-connected part of every pixel (0: none), and how many pixels each has. */
export function components(
  mask: Uint8Array,
  dims: ImageDims,
): { parts: Int32Array; sizes: number[] } {
  const parts = new Int32Array(mask.length);
  const sizes = [0];
  const stack: number[] = [];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || parts[start] !== 0) continue;
    const part = sizes.length;
    let size = 0;
    parts[start] = part;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      size++;
      for (const beside of neighbours(at, dims)) {
        if (mask[beside] === 0 || parts[beside] !== 0) continue;
        parts[beside] = part;
        stack.push(beside);
      }
    }
    sizes.push(size);
  }
  return { parts, sizes };
}

/** The mask with what it encloses filled. */
export function fillHoles(mask: Uint8Array, dims: ImageDims): Uint8Array {
  const [columns, rows] = dims;
  const { parts, sizes } = components(
    mask.map((value) => (value === 0 ? 1 : 0)),
    dims,
  );
  const open = new Uint8Array(sizes.length);
  for (let at = 0; at < mask.length; at++) {
    const x = at % columns;
    const y = (at - x) / columns;
    if (x === 0 || y === 0 || x === columns - 1 || y === rows - 1) open[parts[at]!] = 1;
  }
  return mask.map((value, at) => (value !== 0 || open[parts[at]!] === 0 ? 1 : 0));
}

function neighbours(at: number, [columns, rows]: ImageDims): number[] {
  const x = at % columns;
  const beside: number[] = [];
  if (x > 0) beside.push(at - 1);
  if (x < columns - 1) beside.push(at + 1);
  if (at >= columns) beside.push(at - columns);
  if (at < columns * (rows - 1)) beside.push(at + columns);
  return beside;
}

function discOf(radiusPx: number): (readonly [number, number])[] {
  const disc: (readonly [number, number])[] = [];
  const reach = Math.floor(radiusPx);
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++)
      if ((dx !== 0 || dy !== 0) && Math.hypot(dx, dy) <= radiusPx) disc.push([dx, dy]);
  return disc;
}
