/** 256 colours packed as canvas pixels (little-endian RGBA). */
export type ColourTable = Uint32Array;

type Stop = readonly [at: number, red: number, green: number, blue: number];

function tableOf(stops: readonly Stop[]): ColourTable {
  const table = new Uint32Array(256);
  for (let n = 0; n < 256; n++) {
    const at = n / 255;
    const next = Math.max(
      1,
      stops.findIndex((stop) => stop[0] >= at),
    );
    const a = stops[next - 1]!;
    const b = stops[next]!;
    const t = (at - a[0]) / (b[0] - a[0]);
    const mix = (c: 1 | 2 | 3) => Math.round(a[c] + (b[c] - a[c]) * t);
    table[n] = ((255 << 24) | (mix(3) << 16) | (mix(2) << 8) | mix(1)) >>> 0;
  }
  return table;
}

export const greyTable = tableOf([
  [0, 0, 0, 0],
  [1, 255, 255, 255],
]);

/**
 * Symmetric about zero: blue below, orange above, near black at no difference, so that on a dark
 * screen what changed is what shines. Blue and orange stay apart for colour-blind readers.
 */
export const differenceTable = tableOf([
  [0, 190, 224, 255],
  [0.25, 58, 132, 214],
  [0.5, 14, 16, 20],
  [0.75, 214, 106, 32],
  [1, 255, 226, 178],
]);

/**
 * Symmetric about zero like the difference colours, but coloured down to the smallest value: it is
 * laid over a grey picture, where a dark colour would be a shadow.
 */
export const departureTable = tableOf([
  [0, 170, 216, 255],
  [0.2, 72, 156, 255],
  [0.5, 28, 78, 200],
  [0.502, 190, 76, 6],
  [0.8, 255, 138, 36],
  [1, 255, 214, 140],
]);

/** One sign only; neither blue nor orange, so that it is never taken for a departure. */
export const spreadTable = tableOf([
  [0, 84, 30, 132],
  [0.5, 200, 64, 190],
  [1, 255, 196, 240],
]);

/** A colour of the table as CSS, for colour bars. */
export function cssColour(table: ColourTable, index: number): string {
  const packed = table[index] ?? 0;
  return `rgb(${packed & 255} ${(packed >> 8) & 255} ${(packed >> 16) & 255})`;
}
