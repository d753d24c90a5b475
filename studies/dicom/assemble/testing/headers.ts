import type { LpsPoint, Vector3 } from '../../../volume/geometry.ts';
import type { FrameHeader, ImageHeader, InstanceHeader } from '../../types.ts';
import type { AssembleInput } from '../assembled.ts';

/** Made-up headers for tests: a CT slice, changed where the test says so. */
export interface HeaderChanges {
  readonly id?: string;
  readonly header?: Partial<InstanceHeader>;
  readonly image?: Partial<ImageHeader>;
  readonly frame?: Partial<FrameHeader>;
}

const frame: FrameHeader = {
  frame: 0,
  positionMm: [0, 0, 0],
  rowAxis: [1, 0, 0],
  columnAxis: [0, 1, 0],
  spacingMm: [1, 1],
  spacingBasis: 'pixel',
  triggerTimeMs: null,
  temporalPosition: null,
  acquisitionTimeMs: null,
  sliceThicknessMm: 2,
  echoTimeMs: null,
  rescaleSlope: 1,
  rescaleIntercept: 0,
  rescaleType: 'HU',
  modalityLut: null,
  windowCentre: 40,
  windowWidth: 400,
};

const image: ImageHeader = {
  rows: 3,
  columns: 4,
  frames: [frame],
  samplesPerPixel: 1,
  photometric: 'MONOCHROME2',
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 16,
  signed: true,
  float: false,
  pixelAspect: 1,
  frameTimeMs: null,
  padding: null,
};

const header: InstanceHeader = {
  sopInstanceUid: '',
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
  seriesUid: '1.2.3',
  studyUid: '1.2',
  frameOfReferenceUid: '1.2.9',
  transferSyntaxUid: '1.2.840.10008.1.2.1',
  modality: 'CT',
  manufacturer: '',
  manufacturerModel: '',
  scanOptions: '',
  imageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  patientId: '',
  patientName: '',
  patientBirthDate: '',
  patientSex: '',
  studyDate: '',
  studyTime: '',
  studyDescription: '',
  seriesNumber: 1,
  seriesDescription: '',
  instanceNumber: 1,
  acquisitionNumber: null,
  views: null,
  rrIntervalMs: null,
  heartRateBpm: null,
  derivation: null,
  lossy: false,
  image,
};

let made = 0;

export function instance(changes: HeaderChanges = {}): AssembleInput {
  const n = ++made;
  return {
    id: changes.id ?? `file-${n}`,
    header: {
      ...header,
      sopInstanceUid: `1.2.3.${n}`,
      image: { ...image, frames: [{ ...frame, ...changes.frame }], ...changes.image },
      ...changes.header,
    },
  };
}

/** One slice at each place along z (or another line), all in one series. */
export function slicesAt(zMm: readonly number[], changes: HeaderChanges = {}): AssembleInput[] {
  return zMm.map((z, n) =>
    instance({
      ...changes,
      id: `z${z}#${n}`,
      header: { instanceNumber: n + 1, ...changes.header },
      frame: { positionMm: [0, 0, z], ...changes.frame },
    }),
  );
}

export interface CineOptions extends HeaderChanges {
  readonly positionMm?: LpsPoint;
  readonly phases?: number;
  readonly stepMs?: number;
}

/** The phases of one cine slice. Ids read "series/z/phase". */
export function cineSlice(
  seriesUid: string,
  z: number,
  options: CineOptions = {},
): AssembleInput[] {
  const { phases = 4, stepMs = 40, positionMm = [0, 0, z] } = options;
  return Array.from({ length: phases }, (_, phase) =>
    instance({
      id: `${seriesUid}/${z}/${phase}`,
      header: {
        modality: 'MR',
        seriesUid,
        imageType: ['ORIGINAL', 'PRIMARY', 'M'],
        instanceNumber: phase + 1,
        rrIntervalMs: 800,
        ...options.header,
      },
      image: options.image ?? {},
      frame: {
        positionMm,
        triggerTimeMs: phase * stepMs + 5,
        echoTimeMs: 1.5,
        rescaleType: '',
        sliceThicknessMm: 8,
        ...options.frame,
      },
    }),
  );
}

/** A steady shuffle, so that no test leans on the order of files. */
export function shuffled<T>(items: readonly T[]): T[] {
  const order = [...items];
  let seed = 12345;
  for (let n = order.length - 1; n > 0; n--) {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    const other = seed % (n + 1);
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
  return order;
}

export const sagittal: { rowAxis: Vector3; columnAxis: Vector3 } = {
  rowAxis: [0, 1, 0],
  columnAxis: [0, 0, -1],
};
export const coronal: { rowAxis: Vector3; columnAxis: Vector3 } = {
  rowAxis: [1, 0, 0],
  columnAxis: [0, 0, -1],
};
