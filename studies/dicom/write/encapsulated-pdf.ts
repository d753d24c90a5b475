import { writeInstance } from './instance.ts';
import { commonModules } from './modules.ts';
import type { SeriesMeta } from './series-meta.ts';
import { newUid } from './uid.ts';

const encapsulatedPdfStorage = '1.2.840.10008.5.1.4.1.1.104.1';

/** A PDF as an Encapsulated PDF object (PS3.3 A.45.1), so that a report can lie beside its images. */
export function writeEncapsulatedPdf(pdf: Uint8Array, title: string, meta: SeriesMeta): Uint8Array {
  return writeInstance({
    ...commonModules(meta, 'DOC'),
    // A document has no place in the patient.
    FrameOfReferenceUID: undefined,
    PositionReferenceIndicator: undefined,
    AcquisitionDate: undefined,
    AcquisitionTime: undefined,
    BodyPartExamined: undefined,
    Laterality: undefined,
    SOPClassUID: encapsulatedPdfStorage,
    SOPInstanceUID: meta.sopInstanceUid?.(0) ?? newUid(),
    InstanceNumber: 1,
    ConversionType: 'WSD',
    AcquisitionDateTime: '',
    BurnedInAnnotation: 'YES',
    DocumentTitle: title,
    ConceptNameCodeSequence: [],
    MIMETypeOfEncapsulatedDocument: 'application/pdf',
    EncapsulatedDocument: pdf,
  });
}
