import type { Vector3 } from '../../volume/geometry.ts';

/** How the patient lies, DICOM PS3.3 C.7.3.1.1.2. */
export const patientPositions = [
  'HFS',
  'HFP',
  'FFS',
  'FFP',
  'HFDR',
  'HFDL',
  'FFDR',
  'FFDL',
] as const;
export type PatientPosition = (typeof patientPositions)[number];

const [left, back, head]: Vector3[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const [right, front, feet]: Vector3[] = [
  [-1, 0, 0],
  [0, -1, 0],
  [0, 0, -1],
];

/**
 * The directions of IEC 61217 fixed axes in the patient (LPS): what lies at the viewer's right, at the
 * gantry, and up. Derived by hand in DERIVATION.md, section 3.
 */
const axes: Readonly<Record<PatientPosition, readonly [Vector3, Vector3, Vector3]>> = {
  HFS: [left!, head!, front!],
  HFP: [right!, head!, back!],
  FFS: [right!, feet!, front!],
  FFP: [left!, feet!, back!],
  HFDR: [back!, head!, left!],
  HFDL: [front!, head!, right!],
  FFDR: [front!, feet!, left!],
  FFDL: [back!, feet!, right!],
};

/** +Xf, +Yf and +Zf as directions in the patient. */
export function roomAxes(position: PatientPosition): readonly [Vector3, Vector3, Vector3] {
  return axes[position];
}

/** Axis of the couch's turntable in the patient, for fits of four degrees of freedom. */
export function turntableAxis(position: PatientPosition): Vector3 {
  return axes[position][2];
}

/** 3 x 3, row by row: from patient to room directions. */
export function patientToRoom(position: PatientPosition): number[] {
  return axes[position].flat();
}
