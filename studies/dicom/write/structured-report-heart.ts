import type { HeartMeasureName, HeartMeasures } from '../../library/heart-records.ts';
import type { CodedConcept } from './series-meta.ts';
import type { MeasurementGroup } from './structured-report.ts';

const ln = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'LN', meaning });
const sct = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'SCT', meaning });
const dcm = (value: string, meaning: string): CodedConcept => ({ value, scheme: 'DCM', meaning });
const unit = (code: string, meaning = code): CodedConcept => ({
  value: code,
  scheme: 'UCUM',
  meaning,
});

const ml = unit('mL', 'milliliter');
const percent = unit('%', 'percent');

export const cardiacMri = sct('241620005', 'Cardiac MRI');

type Concept = readonly [name: HeartMeasureName, concept: CodedConcept, unit: CodedConcept];

/**
 * LOINC, SNOMED CT and DCM concepts as PS3.16 uses them: volumes at end-diastole CID 3468 and
 * end-systole CID 3469, ejection fractions by MR CID 3833, mass CID 12203, stroke volumes and output
 * CID 12200, 12204 and 12207. Atria are largest at the ventricles' end-systole.
 */
const structures: readonly {
  tracking: string;
  site: CodedConcept;
  concepts: readonly Concept[];
}[] = [
  {
    tracking: 'Left ventricle',
    site: sct('87878005', 'Left ventricle'),
    concepts: [
      ['lvEdvMl', ln('8821-1', 'Left Ventricular ED Volume'), ml],
      ['lvEsvMl', ln('8823-7', 'Left Ventricular ES Volume'), ml],
      ['lvSvMl', sct('90096001', 'Stroke Volume'), ml],
      ['lvEfPct', ln('8811-2', 'Left ventricular ejection fraction by MR'), percent],
      ['cardiacOutputLMin', sct('82799009', 'Cardiac Output'), unit('L/min', 'liter/minute')],
      ['lvMassG', ln('18087-7', 'Left Ventricle Mass'), unit('g', 'gram')],
    ],
  },
  {
    tracking: 'Right ventricle',
    site: sct('53085002', 'Right ventricle'),
    concepts: [
      ['rvEdvMl', ln('8822-9', 'Right Ventricular ED Volume'), ml],
      ['rvEsvMl', ln('8824-5', 'Right Ventricular ES Volume'), ml],
      ['rvSvMl', sct('429483009', 'RV Stroke Volume'), ml],
      ['rvEfPct', ln('8818-7', 'Right ventricular ejection fraction by MR'), percent],
    ],
  },
  {
    tracking: 'Left atrium',
    site: sct('82471001', 'Left atrium'),
    concepts: [
      ['laMaxMl', dcm('122408', 'Left Atrial ES Volume'), ml],
      ['laMinMl', dcm('122407', 'Left Atrial ED Volume'), ml],
    ],
  },
];

/** A heart's measures as groups of coded numbers; what was not measured is left out. */
export function heartMeasurementGroups(measures: HeartMeasures): MeasurementGroup[] {
  return structures
    .map(({ concepts, ...structure }) => ({
      ...structure,
      numbers: concepts.flatMap(([name, concept, ucum]) => {
        const measure = measures[name];
        if (measure === undefined) return [];
        const { value, low, high } = measure;
        const [a, b, c] = [value, low, high].map((n) => Number(n.toFixed(1))) as [
          number,
          number,
          number,
        ];
        return [{ concept, value: a, unit: ucum, comment: `90 % interval ${b} to ${c}` }];
      }),
    }))
    .filter(({ numbers }) => numbers.length > 0);
}
