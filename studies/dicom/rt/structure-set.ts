import { warning, type Warning } from '../../messages/sparrow-error.ts';
import { boxMm } from '../../positioning/structures/contour.ts';
import { structureVolumeMl } from '../../positioning/structures/structure-volume.ts';
import type { Attributes } from '../read/attributes.ts';
import { tags } from '../read/tags.ts';
import { readContours } from './contours.ts';
import { distinct, objectFields, referencedUids, uidOrNull } from './object-fields.ts';
import {
  structureSetRecordSchema,
  type Structure,
  type StructureSet,
  type StructureSetRecord,
} from './planning-records.ts';
import { rtTags } from './rt-tags.ts';

/** For structures without a colour: well apart on grey (Okabe and Ito, lightened), taken in turn. */
const palette = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 200, 140],
  [240, 228, 66],
  [80, 140, 255],
  [255, 110, 40],
  [224, 140, 190],
  [200, 200, 200],
] as const;

/**
 * A structure set (PS3.3 A.19) with all contours. Structures without contours stay in the list,
 * contours without a structure are named by their number.
 */
export function readStructureSet(attributes: Attributes): StructureSet {
  const warnings: Warning[] = [];
  const frames = attributes.items(rtTags.referencedFrameSequence);
  const series = frames
    .flatMap((frame) => frame.items(rtTags.referencedStudySequence))
    .flatMap((study) => study.items(rtTags.rtReferencedSeriesSequence));
  const ownFrame =
    frames.map((frame) => frame.string(tags.frameOfReferenceUid)).find((uid) => uid !== '') ??
    uidOrNull(attributes, tags.frameOfReferenceUid);
  const structures = readStructures(attributes, ownFrame, warnings);
  const inFrames = distinct(
    structures.flatMap(({ frameOfReferenceUid }) => frameOfReferenceUid ?? []),
  );
  const frameOfReferenceUid = ownFrame ?? inFrames[0] ?? null;
  if (frameOfReferenceUid === null) warnings.push(warning('planning/no-frame'));
  if (inFrames.length > 1) {
    warnings.push(warning('planning/several-frames', { count: inFrames.length }));
  }
  if (structures.length === 0) warnings.push(warning('planning/no-structures'));
  const empty = structures.filter(({ contours }) => contours === 0);
  if (empty.length > 0) {
    const names = empty.map(({ name }) => name).join(', ');
    const params = { count: empty.length, total: structures.length, names };
    warnings.push(warning('planning/empty-structures', params));
  }
  return {
    kind: 'structures',
    ...objectFields(attributes, {
      label: rtTags.structureSetLabel,
      description: rtTags.structureSetName,
      date: rtTags.structureSetDate,
      time: rtTags.structureSetTime,
    }),
    frameOfReferenceUid,
    seriesUids: distinct(
      series.map((one) => one.string(tags.seriesInstanceUid)).filter((uid) => uid !== ''),
    ),
    imageUids: distinct([
      ...series.flatMap((one) => referencedUids(one, rtTags.contourImageSequence)),
      ...structures.flatMap(({ drawn }) => drawn.flatMap(({ imageUid }) => imageUid ?? [])),
    ]),
    structures,
    warnings: warnings.map(({ params, ...rest }) => ({ ...rest, params: { ...params } })),
  };
}

/** The set without its contours, checked: what the library keeps. */
export function structureSetRecord(set: StructureSet): StructureSetRecord {
  return structureSetRecordSchema.parse(set);
}

function readStructures(
  attributes: Attributes,
  ownFrame: string | null,
  warnings: Warning[],
): Structure[] {
  const named = attributes.items(rtTags.structureSequence);
  const drawn = attributes.items(rtTags.roiContourSequence);
  const numberOf = (item: Attributes, tag: string) => Math.round(item.number(tag) ?? -1);
  const observed = new Map(
    attributes
      .items(rtTags.observationsSequence)
      .map((item) => [numberOf(item, rtTags.referencedRoiNumber), item]),
  );
  const known = new Map(named.map((item) => [numberOf(item, rtTags.roiNumber), item]));
  const contoursOf = new Map<number, Attributes[]>();
  for (const item of drawn) {
    const number = numberOf(item, rtTags.referencedRoiNumber);
    contoursOf.set(number, [...(contoursOf.get(number) ?? []), item]);
  }
  const orphans = [...contoursOf.keys()].filter((number) => !known.has(number));
  if (orphans.length > 0) {
    warnings.push(warning('planning/contours-without-structure', { count: orphans.length }));
  }
  return [...known.keys(), ...orphans].map((number, n) => {
    const about = known.get(number);
    const name = about?.text(rtTags.roiName) || `ROI ${number}`;
    const items = contoursOf.get(number) ?? [];
    const read = items.map((item) => readContours(item, name));
    warnings.push(...read.flatMap((one) => one.warnings));
    const contours = read.flatMap((one) => one.contours);
    const colour = items.map(colourOf).find((given) => given !== null) ?? null;
    return {
      number,
      name,
      description: about?.text(rtTags.roiDescription) ?? '',
      type: observed.get(number)?.string(rtTags.roiInterpretedType) ?? '',
      algorithm: about?.string(rtTags.roiAlgorithm) ?? '',
      colour: colour ?? [...palette[n % palette.length]!],
      colourGiven: colour !== null,
      frameOfReferenceUid: about?.string(rtTags.roiFrameUid) || ownFrame,
      contours: contours.length,
      closedContours: contours.filter(({ kind }) => kind === 'closed').length,
      points: contours.reduce((sum, { points }) => sum + points.length, 0),
      volumeMl: structureVolumeMl({ contours }),
      boxMm: copied(boxMm({ contours })),
      drawn: contours,
    };
  });
}

function colourOf(item: Attributes): [number, number, number] | null {
  const [red, green, blue] = item.numbers(rtTags.roiColour).map(Math.round);
  if (red === undefined || green === undefined || blue === undefined) return null;
  const whole = [red, green, blue].every((value) => value >= 0 && value <= 255);
  return whole ? [red, green, blue] : null;
}

function copied(box: ReturnType<typeof boxMm>): Structure['boxMm'] {
  return box === null ? null : { from: [...box.from], to: [...box.to] };
}
