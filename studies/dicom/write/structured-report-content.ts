import type { DataSetToWrite } from './elements.ts';
import { codeItem } from './modules.ts';
import type { CodedConcept } from './series-meta.ts';

/** Content items of a structured report (PS3.3 C.17.3), each by its value type. */

export type Relationship = 'CONTAINS' | 'HAS CONCEPT MOD' | 'HAS OBS CONTEXT' | 'HAS PROPERTIES';

export function container(
  relationship: Relationship,
  concept: CodedConcept,
  content: readonly DataSetToWrite[],
): DataSetToWrite {
  return {
    ...item(relationship, 'CONTAINER', concept),
    ContinuityOfContent: 'SEPARATE',
    ContentSequence: content,
  };
}

export function codeContent(
  relationship: Relationship,
  concept: CodedConcept,
  value: CodedConcept,
): DataSetToWrite {
  return { ...item(relationship, 'CODE', concept), ConceptCodeSequence: [codeItem(value)] };
}

export function textContent(
  relationship: Relationship,
  concept: CodedConcept,
  words: string,
): DataSetToWrite {
  return { ...item(relationship, 'TEXT', concept), TextValue: words };
}

export function uidContent(
  relationship: Relationship,
  concept: CodedConcept,
  uid: string,
): DataSetToWrite {
  return { ...item(relationship, 'UIDREF', concept), UID: uid };
}

/** A number with its unit and what qualifies it. */
export function measurement(
  concept: CodedConcept,
  value: number,
  unit: CodedConcept,
  content: readonly DataSetToWrite[],
): DataSetToWrite {
  return {
    ...item('CONTAINS', 'NUM', concept),
    MeasuredValueSequence: [
      { MeasurementUnitsCodeSequence: [codeItem(unit)], NumericValue: value },
    ],
    ContentSequence: content,
  };
}

function item(
  relationship: Relationship,
  valueType: 'CONTAINER' | 'CODE' | 'TEXT' | 'UIDREF' | 'NUM',
  concept: CodedConcept,
): DataSetToWrite {
  return {
    RelationshipType: relationship,
    ValueType: valueType,
    ConceptNameCodeSequence: [codeItem(concept)],
  };
}
