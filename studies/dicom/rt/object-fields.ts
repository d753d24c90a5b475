import type { Attributes } from '../read/attributes.ts';
import { tags } from '../read/tags.ts';
import { asPoint, parseDate } from '../read/values.ts';
import type { LpsPoint } from '../../volume/geometry.ts';
import { rtTags } from './rt-tags.ts';

/** What every object says of itself, under the names that its kind gives to label and date. */
export function objectFields(
  attributes: Attributes,
  names: Record<'label' | 'description' | 'date' | 'time', string>,
) {
  return {
    sopInstanceUid: attributes.string(tags.sopInstanceUid),
    seriesUid: attributes.string(tags.seriesInstanceUid),
    studyUid: attributes.string(tags.studyInstanceUid),
    label: attributes.text(names.label) || attributes.text(tags.seriesDescription),
    description: attributes.text(names.description),
    date: parseDate(attributes.string(names.date)) || parseDate(attributes.string(tags.studyDate)),
    time: attributes.string(names.time),
  };
}

export function pointOf(attributes: Attributes, tag: string): LpsPoint | null {
  return asPoint(attributes.numbers(tag));
}

/** UIDs of the objects that a sequence refers to. */
export function referencedUids(attributes: Attributes, sequence: string): string[] {
  return attributes
    .items(sequence)
    .map((item) => item.string(rtTags.referencedSopInstanceUid))
    .filter((uid) => uid !== '');
}

export function uidOrNull(attributes: Attributes, tag: string): string | null {
  return attributes.string(tag) || null;
}

export function wholeOrNull(attributes: Attributes, tag: string): number | null {
  const value = attributes.number(tag);
  return value === null ? null : Math.round(value);
}

export const distinct = <T>(values: Iterable<T>): T[] => [...new Set(values)];
