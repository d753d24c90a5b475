import dicomParser from 'dicom-parser';
import { expect, test } from 'vitest';
import { cardiacMri, heartMeasurementGroups } from './structured-report-heart.ts';
import { writeStructuredReport } from './structured-report.ts';

const measures = {
  lvEdvMl: { value: 94.13, low: 88, high: 101 },
  lvEfPct: { value: 61, low: 57, high: 65 },
  cardiacOutputLMin: { value: 3.82, low: 3.5, high: 4.2 },
};

const report = writeStructuredReport(heartMeasurementGroups(measures), {
  study: {
    patientId: 'P1',
    patientName: 'A^B',
    patientBirthDate: '19700101',
    patientSex: 'F',
    studyUid: '2.25.11',
    studyDate: '20260102',
    studyTime: '101500',
    studyDescription: 'Study',
  },
  series: {
    seriesUid: '2.25.12',
    seriesNumber: 9600,
    seriesDescription: 'Heart measurements',
    frameOfReferenceUid: '',
  },
  equipment: { manufacturer: 'Sparrow', modelName: 'Sparrow', softwareVersions: '0.1.0' },
  procedure: cardiacMri,
  algorithm: { name: 'whole-heart', version: '0.1.0' },
  remarks: ['Research use only.'],
  sopInstanceUid: (n) => `2.25.99${n}`,
});

type Item = dicomParser.DataSet;
const children = (item: Item): Item[] =>
  item.elements['x0040a730']?.items?.map(({ dataSet }) => dataSet!) ?? [];
const concept = (item: Item) =>
  item.elements['x0040a043']?.items?.[0]?.dataSet?.string('x00080100') ?? '';
const all = (item: Item): Item[] => [item, ...children(item).flatMap(all)];

test('numbers of a heart leave with concept, value, unit and interval', () => {
  const root = dicomParser.parseDicom(report);
  expect(root.string('x00080060')).toBe('SR');
  expect(concept(root)).toBe('126000');
  const numbers = all(root).filter((item) => item.string('x0040a040') === 'NUM');
  const said = numbers.map((item) => {
    const measured = item.elements['x0040a300']!.items![0]!.dataSet!;
    const unit = measured.elements['x004008ea']!.items![0]!.dataSet!;
    const comment = children(item).find((child) => concept(child) === '121106');
    return [
      concept(item),
      measured.floatString('x0040a30a'),
      unit.string('x00080100'),
      comment?.string('x0040a160'),
    ];
  });
  expect(said).toEqual([
    ['8821-1', 94.1, 'mL', '90 % interval 88 to 101'],
    ['8811-2', 61, '%', '90 % interval 57 to 65'],
    ['82799009', 3.8, 'L/min', '90 % interval 3.5 to 4.2'],
  ]);
});

test('what was not measured is absent, and nobody has verified the rest', () => {
  const root = dicomParser.parseDicom(report);
  expect(root.string('x0040a493')).toBe('UNVERIFIED');
  const groups = all(root).filter((item) => concept(item) === '125007');
  expect(groups).toHaveLength(1);
  const remarks = children(groups[0]!).filter((item) => concept(item) === '121106');
  expect(remarks.map((item) => item.string('x0040a160'))).toEqual(['Research use only.']);
});
