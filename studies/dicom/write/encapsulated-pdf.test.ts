import { expect, test } from 'vitest';
import { readInstance } from '../read/instance.ts';
import { writeEncapsulatedPdf } from './encapsulated-pdf.ts';

test('a report as DICOM belongs to its study and keeps the PDF to the byte', () => {
  const pdf = new TextEncoder().encode('%PDF-1.7 odd length');
  const bytes = writeEncapsulatedPdf(pdf, 'Imaging report', {
    study: {
      patientId: 'P-1',
      patientName: 'Müller^Zoë',
      patientBirthDate: '19700101',
      patientSex: 'F',
      studyUid: '1.2.3',
      studyDate: '20260131',
      studyTime: '101500',
      studyDescription: 'Thorax',
    },
    series: {
      seriesUid: '1.2.3.4',
      seriesNumber: 9900,
      seriesDescription: 'Imaging report',
      frameOfReferenceUid: '',
    },
    equipment: { manufacturer: 'Sparrow', modelName: 'Sparrow', softwareVersions: '1' },
    sopInstanceUid: () => '1.2.3.4.1',
  });
  const { header } = readInstance(bytes, 'report.dcm');
  expect(header).toMatchObject({
    sopClassUid: '1.2.840.10008.5.1.4.1.1.104.1',
    studyUid: '1.2.3',
    seriesUid: '1.2.3.4',
    modality: 'DOC',
    patientName: 'Müller^Zoë',
    image: null,
  });
  expect(Buffer.from(bytes).includes(Buffer.from(pdf))).toBe(true);
});
