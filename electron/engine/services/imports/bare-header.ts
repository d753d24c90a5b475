import type { InstanceHeader } from '../../../../studies/dicom/types.ts';

/** The header of a file that knows no patient, study or series; `fields` say what is known. */
export function bareHeader(fields: Partial<InstanceHeader>): InstanceHeader {
  return {
    sopInstanceUid: '',
    sopClassUid: '',
    seriesUid: '',
    studyUid: '',
    frameOfReferenceUid: null,
    transferSyntaxUid: '',
    modality: 'OT',
    manufacturer: '',
    manufacturerModel: '',
    scanOptions: '',
    imageType: [],
    patientId: '',
    patientName: '',
    patientBirthDate: '',
    patientSex: '',
    studyDate: '',
    studyTime: '',
    studyDescription: '',
    seriesNumber: null,
    seriesDescription: '',
    instanceNumber: null,
    acquisitionNumber: null,
    views: null,
    rrIntervalMs: null,
    heartRateBpm: null,
    derivation: null,
    lossy: false,
    image: null,
    ...fields,
  };
}
