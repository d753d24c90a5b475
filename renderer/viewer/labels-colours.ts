/** The classes that are drawn, by their number in a label map less one. */
export const heartClassNames = [
  'lvCavity',
  'lvMyocardium',
  'rvCavity',
  'leftAtrium',
  'rightAtrium',
] as const;
export type HeartClassName = (typeof heartClassNames)[number];

type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Colours that stay apart for colour-blind readers (Okabe and Ito, 2008) and shine on grey. Names
 * in the picture and the legend say the same in words.
 */
export const heartColours: Readonly<Record<HeartClassName, Rgb>> = {
  lvCavity: [86, 180, 233],
  lvMyocardium: [230, 159, 0],
  rvCavity: [0, 190, 140],
  leftAtrium: [222, 140, 190],
  rightAtrium: [240, 228, 66],
};

export function cssOf(name: HeartClassName): string {
  return `rgb(${heartColours[name].join(' ')})`;
}

/** Packed canvas pixels (little-endian RGBA) by class number; the background is clear. */
export const labelPixels: Uint32Array = Uint32Array.from([
  0,
  ...heartClassNames.map((name) => {
    const [red, green, blue] = heartColours[name];
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  }),
]);
