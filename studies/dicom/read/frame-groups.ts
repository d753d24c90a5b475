import type { FrameHeader } from '../types.ts';
import type { Attributes } from './attributes.ts';
import { readModalityLut } from './modality-lut.ts';
import { tags } from './tags.ts';
import { asOrientation, asPoint, dateTimeOfDayMs } from './values.ts';

/**
 * The functional groups of one frame of an enhanced object (PS3.3 C.7.6.16): a macro is looked for
 * in the frame's own item first, then in the shared one.
 */
export class FrameGroups {
  readonly #own: Attributes | null;
  readonly #shared: Attributes | null;

  constructor(own: Attributes | null, shared: Attributes | null) {
    this.#own = own;
    this.#shared = shared;
  }

  macro(sequenceTag: string): Attributes | null {
    return this.#own?.item(sequenceTag) ?? this.#shared?.item(sequenceTag) ?? null;
  }
}

/** What the groups say of a frame, over what the object's top level says (`base`). */
export function readFrameGroups(groups: FrameGroups, base: FrameHeader): FrameHeader {
  const position = groups.macro(tags.planePositionSequence);
  const orientation = asOrientation(
    groups.macro(tags.planeOrientationSequence)?.numbers(tags.imageOrientation) ?? [],
  );
  const measures = groups.macro(tags.pixelMeasuresSequence);
  const [rowSpacing, columnSpacing] = measures?.numbers(tags.pixelSpacing) ?? [];
  const spaced = rowSpacing !== undefined && columnSpacing !== undefined && rowSpacing > 0;
  return {
    ...base,
    positionMm: asPoint(position?.numbers(tags.imagePosition) ?? []) ?? base.positionMm,
    rowAxis: orientation?.[0] ?? base.rowAxis,
    columnAxis: orientation?.[1] ?? base.columnAxis,
    spacingMm: spaced ? [columnSpacing, rowSpacing] : base.spacingMm,
    spacingBasis: spaced ? 'pixel' : base.spacingBasis,
    sliceThicknessMm: measures?.number(tags.sliceThickness) ?? base.sliceThicknessMm,
    ...readTiming(groups, base),
    ...readGreyScale(groups, base),
  };
}

function readTiming(groups: FrameGroups, base: FrameHeader) {
  const cardiac = groups.macro(tags.cardiacSynchronizationSequence);
  const content = groups.macro(tags.frameContentSequence);
  return {
    triggerTimeMs:
      cardiac?.number(tags.nominalCardiacTriggerDelayTime, 'fd') ??
      cardiac?.number(tags.actualCardiacTriggerDelayTime, 'fd') ??
      base.triggerTimeMs,
    temporalPosition: content?.number(tags.temporalPositionIndex, 'ul') ?? base.temporalPosition,
    acquisitionTimeMs:
      dateTimeOfDayMs(content?.string(tags.frameAcquisitionDateTime) ?? '') ??
      base.acquisitionTimeMs,
    echoTimeMs:
      groups.macro(tags.mrEchoSequence)?.number(tags.effectiveEchoTime, 'fd') ?? base.echoTimeMs,
  };
}

function readGreyScale(groups: FrameGroups, base: FrameHeader) {
  const transformation = groups.macro(tags.pixelValueTransformationSequence);
  const window = groups.macro(tags.frameVoiLutSequence);
  return {
    rescaleSlope: transformation?.number(tags.rescaleSlope) ?? base.rescaleSlope,
    rescaleIntercept: transformation?.number(tags.rescaleIntercept) ?? base.rescaleIntercept,
    rescaleType: transformation?.string(tags.rescaleType) || base.rescaleType,
    modalityLut: transformation === null ? base.modalityLut : readModalityLut(transformation),
    windowCentre: window?.number(tags.windowCenter) ?? base.windowCentre,
    windowWidth: window?.number(tags.windowWidth) ?? base.windowWidth,
  };
}
