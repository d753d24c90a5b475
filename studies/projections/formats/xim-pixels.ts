/**
 * Undoes the XIM packing: each pixel after the first row and one is stored as what is left of it
 * once its left, upper and upper-left neighbours have foretold it (left + upper - upper left), in
 * 1, 2 or 4 bytes as two bits of the table say. Null when the bytes run out or the table is not one.
 * @param table two bits for each pixel, lowest first
 * @param packed first row and one pixel as 4-byte integers, then the differences
 */
export function unpackXim(
  table: Uint8Array,
  packed: Uint8Array,
  columns: number,
  rows: number,
): Int32Array | null {
  const count = columns * rows;
  const plain = Math.min(count, columns + 1);
  if (packed.length < 4 * plain || 4 * table.length < count - plain) return null;
  const bytes = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const pixels = new Int32Array(count);
  for (let n = 0; n < plain; n++) pixels[n] = bytes.getInt32(4 * n, true);
  let at = 4 * plain;
  for (let n = plain; n < count; n++) {
    const k = n - plain;
    const code = (table[k >> 2]! >> (2 * (k & 3))) & 3;
    const size = code === 3 ? 0 : 1 << code;
    if (size === 0 || at + size > packed.length) return null;
    const difference =
      size === 1
        ? bytes.getInt8(at)
        : size === 2
          ? bytes.getInt16(at, true)
          : bytes.getInt32(at, true);
    at += size;
    const foretold = pixels[n - 1]! + pixels[n - columns]! - pixels[n - columns - 1]!;
    pixels[n] = foretold + difference;
  }
  return pixels;
}
