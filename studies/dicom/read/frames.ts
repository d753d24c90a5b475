import { cross } from '../../volume/geometry.ts';
import type { FrameHeader } from '../types.ts';
import type { Attributes } from './attributes.ts';
import { FrameGroups, readFrameGroups } from './frame-groups.ts';
import { readModalityLut } from './modality-lut.ts';
import { readSpacing } from './spacing.ts';
import { tags } from './tags.ts';
import { asOrientation, asPoint, dateTimeOfDayMs, timeOfDayMs } from './values.ts';

/** A header for each of `count` frames, in the order in which the file stores them. */
export function readFrames(
  attributes: Attributes,
  count: number,
  signedPixels: boolean,
): FrameHeader[] {
  const base = readBase(attributes, signedPixels);
  const perFrame = attributes.items(tags.perFrameFunctionalGroups);
  const shared = attributes.item(tags.sharedFunctionalGroups);
  const offsets = attributes.numbers(tags.gridFrameOffsetVector);
  return Array.from({ length: count }, (_, frame) => {
    const own = perFrame[frame] ?? null;
    const placed = { ...base, frame, positionMm: offsetPosition(base, offsets, frame) };
    return own === null && shared === null
      ? placed
      : readFrameGroups(new FrameGroups(own, shared), placed);
  });
}

/** Top-level attributes: all there is of a classic image, defaults of an enhanced one. */
function readBase(attributes: Attributes, signedPixels: boolean): FrameHeader {
  const orientation = asOrientation(attributes.numbers(tags.imageOrientation));
  const doseScaling = attributes.number(tags.doseGridScaling);
  return {
    frame: 0,
    positionMm: asPoint(attributes.numbers(tags.imagePosition)),
    rowAxis: orientation?.[0] ?? null,
    columnAxis: orientation?.[1] ?? null,
    ...readSpacing(attributes),
    triggerTimeMs: attributes.number(tags.triggerTime),
    temporalPosition: attributes.number(tags.temporalPositionIdentifier),
    acquisitionTimeMs:
      timeOfDayMs(attributes.string(tags.acquisitionTime)) ??
      dateTimeOfDayMs(attributes.string(tags.acquisitionDateTime)),
    sliceThicknessMm: attributes.number(tags.sliceThickness),
    echoTimeMs: attributes.number(tags.echoTime),
    rescaleSlope: doseScaling ?? (attributes.number(tags.rescaleSlope) || 1),
    rescaleIntercept: attributes.number(tags.rescaleIntercept) ?? 0,
    rescaleType: doseScaling === null ? attributes.string(tags.rescaleType) : 'GY',
    modalityLut: readModalityLut(attributes, signedPixels),
    windowCentre: attributes.number(tags.windowCenter),
    windowWidth: attributes.number(tags.windowWidth),
  };
}

/** Planes of an RT dose grid lie along the normal (PS3.3 C.8.8.3.2): offsets, or absolute z of the first. */
function offsetPosition(base: FrameHeader, offsets: readonly number[], frame: number) {
  const { positionMm, rowAxis, columnAxis } = base;
  const [first, offset] = [offsets[0], offsets[frame]];
  if (positionMm === null || rowAxis === null || columnAxis === null) return positionMm;
  if (first === undefined || offset === undefined) return positionMm;
  const normal = cross(rowAxis, columnAxis);
  const along = offset - first;
  return [
    positionMm[0] + normal[0] * along,
    positionMm[1] + normal[1] * along,
    positionMm[2] + normal[2] * along,
  ] as const;
}
