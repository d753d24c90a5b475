import { heartClass, type ImageDims } from './classes.ts';
import { fillPolygon } from './fill-polygon.ts';
import { components, dilate, erode, maskOf } from './morphology.ts';
import type { Polygon } from './polygon.ts';

/** Outlines a reader pulls. The epicardium encloses cavity and muscle. */
export type HeartOutline = 'lvCavity' | 'lvEpicardium' | 'rvCavity' | 'leftAtrium' | 'rightAtrium';

const { background, lvCavity, lvMyocardium } = heartClass;

/** Classes an outline encloses. */
export const outlineClasses: Record<HeartOutline, readonly number[]> = {
  lvCavity: [lvCavity],
  lvEpicardium: [lvCavity, lvMyocardium],
  rvCavity: [heartClass.rvCavity],
  leftAtrium: [heartClass.leftAtrium],
  rightAtrium: [heartClass.rightAtrium],
};

/**
 * The label map that has this outline: a new map. Muscle and cavity stay nested: a cavity that
 * grows thins the muscle but leaves a rim of a pixel, an epicardium that shrinks pushes the cavity
 * in. The other chambers give way to nothing of the left ventricle. Parts of the class that the new
 * outline does not touch stay.
 */
export function refillOutline(
  labels: Uint8Array,
  dims: ImageDims,
  outline: HeartOutline,
  polygon: Polygon,
): Uint8Array {
  const inside = new Uint8Array(labels.length);
  fillPolygon(inside, dims, polygon, 1);
  if (outline === 'lvCavity') return withCavity(labels, dims, inside);
  if (outline === 'lvEpicardium') return withEpicardium(labels, dims, inside);
  const chamber = heartClass[outline];
  const old = touched(labels, dims, [chamber], inside);
  return labels.map((was, at) => {
    if (inside[at] === 1 && was !== lvCavity && was !== lvMyocardium) return chamber;
    return old[at] === 1 ? background : was;
  });
}

function withCavity(labels: Uint8Array, dims: ImageDims, inside: Uint8Array): Uint8Array {
  const old = touched(labels, dims, [lvCavity], inside);
  const muscled = labels.includes(lvMyocardium);
  const rim = muscled ? dilate(inside, dims, 1) : inside;
  return labels.map((was, at) => {
    if (inside[at] === 1) return lvCavity;
    if (rim[at] === 1) return lvMyocardium;
    if (old[at] === 1) return muscled ? lvMyocardium : background;
    return was;
  });
}

function withEpicardium(labels: Uint8Array, dims: ImageDims, inside: Uint8Array): Uint8Array {
  const old = touched(labels, dims, [lvCavity, lvMyocardium], inside);
  const room = erode(inside, dims, 1);
  return labels.map((was, at) => {
    if (inside[at] === 1) return was === lvCavity && room[at] === 1 ? lvCavity : lvMyocardium;
    return old[at] === 1 ? background : was;
  });
}

/** Connected parts of the classes that the new outline touches: those it stands for. */
function touched(
  labels: Uint8Array,
  dims: ImageDims,
  classes: readonly number[],
  inside: Uint8Array,
): Uint8Array {
  const { parts, sizes } = components(maskOf(labels, classes), dims);
  const hit = new Uint8Array(sizes.length);
  for (let at = 0; at < inside.length; at++) if (inside[at] === 1) hit[parts[at]!] = 1;
  hit[0] = 0;
  return maskOf(labels, classes).map((_, at) => hit[parts[at]!]!);
}
