import type { RtImageRecord, StructureRecord } from '../../studies/dicom/rt/planning-records.ts';
import type {
  LinkedPlan,
  LinkedRtImage,
  LinkedStructureSet,
  StudyPlanning,
} from '../../studies/library/planning-records.ts';

/** Plausible planning objects for unit tests; each takes what a test cares about. */

const fields = {
  sopInstanceUid: '1.2.5',
  seriesUid: '1.2.5.1',
  studyUid: '1.2',
  label: '',
  description: '',
  date: '20260102',
  time: '101500',
  warnings: [],
};

export function aStructure(given: Partial<StructureRecord> = {}): StructureRecord {
  return {
    number: 1,
    name: 'Heart',
    description: '',
    type: 'ORGAN',
    algorithm: '',
    colour: [255, 0, 0],
    colourGiven: true,
    frameOfReferenceUid: '1.2.9',
    contours: 12,
    closedContours: 12,
    points: 480,
    volumeMl: 600,
    boxMm: null,
    ...given,
  };
}

export function aStructureSet(
  structures: StructureRecord[],
  given: Partial<LinkedStructureSet> = {},
  frameOfReferenceUid = '1.2.9',
): LinkedStructureSet {
  const record = { ...fields, kind: 'structures' as const, label: 'CT_1', frameOfReferenceUid };
  return {
    id: 'rs1',
    studyUid: '1.2',
    warnings: [],
    record: { ...record, seriesUids: [], imageUids: [], structures },
    volumeId: 'v1',
    linkedBy: 'images',
    volumesInFrame: ['v1'],
    ...given,
  };
}

export function anRtImage(
  record: Partial<RtImageRecord> = {},
  given: Partial<LinkedRtImage> = {},
): LinkedRtImage {
  return {
    id: 'ri1',
    studyUid: '1.2',
    warnings: [],
    volumeId: 'v7',
    planId: 'rp1',
    ...given,
    record: {
      ...fields,
      kind: 'rt-image',
      label: 'AP portal',
      rows: 100,
      columns: 200,
      frameOfReferenceUid: null,
      machine: 'Linac 1',
      gantryDeg: 0,
      collimatorDeg: null,
      couchDeg: null,
      patientPosition: 'HFS',
      sidMm: 1500,
      sadMm: 1000,
      planeSpacingMm: [0.6, 0.9],
      isocentreSpacingMm: [0.4, 0.6],
      axisPixel: [99.5, 40],
      isocentreMm: null,
      planUid: '1.6',
      beamNumber: 2,
      fraction: 3,
      ...record,
    },
  };
}

/** A plan of one beam, number 2. */
export function aPlan(): LinkedPlan {
  const beam = {
    number: 2,
    name: 'Tangent',
    description: '',
    type: 'STATIC',
    radiation: 'PHOTON',
    delivery: 'TREATMENT',
    machine: 'Linac 1',
    isocentreMm: [1, -2, 3] as [number, number, number],
    gantryDeg: 0,
    gantryStopDeg: 0,
    gantryDirection: 'NONE',
    collimatorDeg: null,
    couchDeg: null,
    energyMv: 6,
    sourceAxisMm: 1000,
    controlPoints: 2,
    meterset: 100,
    doseGy: 1,
  };
  return {
    id: 'rp1',
    studyUid: '1.2',
    warnings: [],
    structureSetId: 'rs1',
    volumeId: 'v1',
    record: {
      ...fields,
      kind: 'plan',
      label: 'Boost',
      name: '',
      approval: '',
      intent: '',
      frameOfReferenceUid: '1.2.9',
      structureSetUid: '1.2.5',
      patientPosition: 'HFS',
      beams: [beam],
      isocentres: [],
      prescription: { description: '', fractions: null, targets: [] },
    },
  };
}

export function aPlanning(given: Partial<StudyPlanning> = {}): StudyPlanning {
  return {
    plans: [],
    structureSets: [],
    registrations: [],
    rtImages: [],
    unreadable: [],
    ...given,
  };
}
