import type { SegmentMeta } from './segmentation-segments.ts';

const sct = (value: string, meaning: string) => ({ value, scheme: 'SCT', meaning });

/**
 * The classes of a heart's label map as DICOM segments. SNOMED CT concepts as PS3.16 uses them:
 * ventricles CID 7152, left ventricle's myocardium CID 12305, atria CID 3462. There is no concept for
 * a ventricle's cavity in these groups, so the description says that the cavity is meant. Colours as
 * on the screen.
 */
export const heartSegments: readonly SegmentMeta[] = [
  {
    value: 1,
    label: 'LV cavity',
    description: 'Cavity of the left ventricle, papillary muscles counted in',
    type: sct('87878005', 'Left ventricle'),
    colour: [86, 180, 233],
  },
  {
    value: 2,
    label: 'LV myocardium',
    description: 'Wall of the left ventricle without papillary muscles',
    type: sct('49848007', 'Left Ventricle Myocardium'),
    colour: [230, 159, 0],
  },
  {
    value: 3,
    label: 'RV cavity',
    description: 'Cavity of the right ventricle',
    type: sct('53085002', 'Right ventricle'),
    colour: [0, 190, 140],
  },
  {
    value: 4,
    label: 'Left atrium',
    description: 'Cavity of the left atrium',
    type: sct('82471001', 'Left atrium'),
    colour: [222, 140, 190],
  },
  {
    value: 5,
    label: 'Right atrium',
    description: 'Cavity of the right atrium',
    type: sct('73829009', 'Right atrium'),
    colour: [240, 228, 66],
  },
];
