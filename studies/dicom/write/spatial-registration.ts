import { SparrowError } from '../../messages/sparrow-error.ts';
import { departureFromRigid, determinant, identityMatrix } from '../rt/rigid-matrix.ts';
import { spatialRegistrationStorage } from '../rt/sop-classes.ts';
import type { DataSetToWrite } from './elements.ts';
import { writeInstance } from './instance.ts';
import { codeItem, commonModules } from './modules.ts';
import type { CodedConcept, SeriesMeta } from './series-meta.ts';
import { newUid } from './uid.ts';

/** The images of one side, in their frame of reference. */
export interface RegisteredImages {
  frameOfReferenceUid: string;
  studyUid: string;
  seriesUid: string;
  /** All slices of the volume is usual; none where it has no files, the frame alone then says which. */
  images: readonly { sopClassUid: string; sopInstanceUid: string }[];
}

export interface RigidRegistration {
  /** 4 x 4, row by row: takes points (x, y, z, 1) in mm of the moving frame to the fixed one. */
  matrix: readonly number[];
  fixed: RegisteredImages;
  moving: RegisteredImages;
  /** How it was found. */
  method: 'automatic' | 'visual' | 'landmarks';
  /** Short name, capital letters, digits, space and underscore: at most 16 are kept. */
  label: string;
  description: string;
  /** Of the person who made or approved it, "Family^Given"; empty where nobody has. */
  creator?: string;
  /** What belongs to the matrix: region, degrees of freedom, uncertainty. */
  comment?: string;
}

/** Registration methods of PS3.16 CID 7100. */
const methods: Record<RigidRegistration['method'] | 'identity', CodedConcept> = {
  automatic: { value: '125024', scheme: 'DCM', meaning: 'Image Content-based Alignment' },
  visual: { value: '125025', scheme: 'DCM', meaning: 'Visual Alignment' },
  landmarks: { value: '125022', scheme: 'DCM', meaning: 'Fiducial Alignment' },
  identity: { value: '125021', scheme: 'DCM', meaning: 'Frame of Reference Identity' },
};

/** What is lost in the decimal strings of DICOM stays far below this. */
const rigidTolerance = 1e-6;

/**
 * A Spatial Registration object (PS3.3 A.39.1, C.20.2) of two frames of reference. The fixed frame
 * is the registered one and comes first with the identity, as vendors write it; the matrix of the
 * second item leads from the moving frame to it. Numbers are rounded to what 16 characters hold.
 * `meta.series.frameOfReferenceUid` is not used: the object is in the fixed frame.
 *
 * Throws SparrowError 'planning/not-rigid' or 'planning/mirrored', 'planning/no-matrix'.
 */
export function writeSpatialRegistration(
  registration: RigidRegistration,
  meta: SeriesMeta,
): Uint8Array {
  const { fixed, moving, label, description } = registration;
  requireRigid(registration.matrix);
  return writeInstance({
    ...commonModules(meta, 'REG'),
    ...referenceModule([fixed, moving], meta.study.studyUid),
    FrameOfReferenceUID: fixed.frameOfReferenceUid,
    AcquisitionDate: undefined,
    AcquisitionTime: undefined,
    BodyPartExamined: undefined,
    ProtocolName: undefined,
    SOPClassUID: spatialRegistrationStorage,
    SOPInstanceUID: meta.sopInstanceUid?.(0) ?? newUid(),
    InstanceNumber: 1,
    ContentLabel: codeText(label),
    ContentDescription: [...description].slice(0, 64).join(''),
    ContentCreatorName: registration.creator ?? '',
    RegistrationSequence: [
      registrationItem(fixed, identityMatrix, methods.identity, undefined),
      registrationItem(
        moving,
        registration.matrix,
        methods[registration.method],
        registration.comment,
      ),
    ],
  });
}

function registrationItem(
  { frameOfReferenceUid, images }: RegisteredImages,
  matrix: readonly number[],
  method: CodedConcept,
  comment: string | undefined,
): DataSetToWrite {
  return {
    FrameOfReferenceUID: frameOfReferenceUid,
    ReferencedImageSequence: images.length === 0 ? undefined : images.map(imageItem),
    MatrixRegistrationSequence: [
      {
        FrameOfReferenceTransformationComment: comment && [...comment].slice(0, 64).join(''),
        RegistrationTypeCodeSequence: [codeItem(method)],
        MatrixSequence: [
          {
            FrameOfReferenceTransformationMatrixType: 'RIGID',
            FrameOfReferenceTransformationMatrix: matrix,
          },
        ],
      },
    ],
  };
}

/** Common instance reference module (PS3.3 C.12.2): images of this study, then of others. */
function referenceModule(all: readonly RegisteredImages[], studyUid: string): DataSetToWrite {
  const sides = all.filter(({ images }) => images.length > 0);
  const seriesItems = (of: readonly RegisteredImages[]) => {
    const bySeries = Map.groupBy(of, ({ seriesUid }) => seriesUid);
    return [...bySeries].map(([seriesUid, parts]) => ({
      SeriesInstanceUID: seriesUid,
      ReferencedInstanceSequence: parts.flatMap(({ images }) => images).map(imageItem),
    }));
  };
  const here = sides.filter((side) => side.studyUid === studyUid);
  const elsewhere = Map.groupBy(
    sides.filter((side) => side.studyUid !== studyUid),
    (side) => side.studyUid,
  );
  return {
    ReferencedSeriesSequence: here.length === 0 ? undefined : seriesItems(here),
    StudiesContainingOtherReferencedInstancesSequence:
      elsewhere.size === 0
        ? undefined
        : [...elsewhere].map(([uid, of]) => ({
            StudyInstanceUID: uid,
            ReferencedSeriesSequence: seriesItems(of),
          })),
  };
}

function imageItem(image: RegisteredImages['images'][number]): DataSetToWrite {
  return {
    ReferencedSOPClassUID: image.sopClassUid,
    ReferencedSOPInstanceUID: image.sopInstanceUid,
  };
}

function requireRigid(matrix: readonly number[]): void {
  if (matrix.length !== 16 || !matrix.every(Number.isFinite)) {
    throw new SparrowError('planning/no-matrix', { count: 1, total: 1 });
  }
  if (determinant(matrix) < 0) throw new SparrowError('planning/mirrored');
  const departure = departureFromRigid(matrix);
  if (departure > rigidTolerance) {
    throw new SparrowError('planning/not-rigid', { departure: Number(departure.toPrecision(2)) });
  }
}

/** A code string (PS3.5 6.2). */
function codeText(label: string): string {
  const plain = label.toUpperCase().replace(/[^A-Z0-9_ ]+/g, '_');
  return plain.slice(0, 16).trim() || 'REGISTRATION';
}
