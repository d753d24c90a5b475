/**
 * Keeps the largest body of a field (voxels above zero that share faces), in place: all others are
 * set to `outside`.
 * @param field i fastest
 */
export function keepLargestBody(
  field: Float32Array | Uint8Array,
  dims: readonly [number, number, number],
  outside: number,
): void {
  const body = new Int32Array(field.length);
  const queue = new Int32Array(field.length);
  let [bodies, largest, most] = [0, 0, 0];
  for (let start = 0; start < field.length; start++) {
    if (body[start] !== 0 || !(field[start]! > 0)) continue;
    const size = fill(field, dims, start, ++bodies, body, queue);
    if (size > most) [most, largest] = [size, bodies];
  }
  if (bodies < 2) return;
  for (let at = 0; at < field.length; at++)
    if (body[at] !== 0 && body[at] !== largest) field[at] = outside;
}

/** Numbers the body that holds a voxel; its size. */
function fill(
  field: Float32Array | Uint8Array,
  [nx, ny, nz]: readonly [number, number, number],
  start: number,
  number: number,
  body: Int32Array,
  queue: Int32Array,
): number {
  const steps = [-1, 1, -nx, nx, -nx * ny, nx * ny];
  body[start] = number;
  queue[0] = start;
  let filled = 1;
  for (let head = 0; head < filled; head++) {
    const at = queue[head]!;
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    for (let side = 0; side < 6; side++) {
      const place = side < 2 ? i : side < 4 ? j : k;
      const count = side < 2 ? nx : side < 4 ? ny : nz;
      if (place === (side % 2 === 0 ? 0 : count - 1)) continue;
      const next = at + steps[side]!;
      if (body[next] !== 0 || !(field[next]! > 0)) continue;
      body[next] = number;
      queue[filled++] = next;
    }
  }
  return filled;
}
