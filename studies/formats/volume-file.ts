import type { VolumeKind } from '../library/records.ts';
import type { Warning } from '../messages/sparrow-error.ts';
import type { VoxelGrid } from '../volume/volume.ts';

/** A volume from a file that is not DICOM. */
export interface VolumeFile {
  readonly format: 'NIfTI' | 'NRRD' | 'MetaImage';
  readonly grid: VoxelGrid;
  /** 'ct' when values are in HU, 'cine' for several phases, else 'other'. */
  readonly kind: VolumeKind;
  /** The file's own description; may be empty. */
  readonly description: string;
  readonly phaseTimesMs: readonly number[] | null;
  readonly warnings: readonly Warning[];
  /** Base names of further files that held its voxels: no volumes of their own. */
  readonly companions: readonly string[];
}

export interface VolumeFileInput {
  /** Base name, for messages and to tell the format. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Content of a file beside it, for voxels kept apart; null if absent. */
  readonly sibling?: (baseName: string) => Promise<Uint8Array | null>;
  /** Known to be CT: values are taken as HU without guessing. */
  readonly modality?: 'CT' | undefined;
}

/** What a format's reader hands on: voxels in file order, axes as the file gives them. */
export interface RawVolume {
  readonly format: VolumeFile['format'];
  readonly file: string;
  /** Columns, rows, slices. */
  readonly dims: readonly [number, number, number];
  readonly phases: number;
  /** Columns are the steps of i, j, k in LPS millimetres: three rows of three. */
  readonly stepsLps: readonly (readonly [number, number, number])[];
  readonly originLps: readonly [number, number, number];
  /** False when the file says nothing about the patient. */
  readonly oriented: boolean;
  readonly samples: RawSamples;
  readonly slope: number;
  readonly intercept: number;
  readonly description: string;
  readonly phaseTimesMs: readonly number[] | null;
  readonly companions: readonly string[];
}

export type SampleType =
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float32'
  | 'float64';

export interface RawSamples {
  readonly type: SampleType;
  readonly bigEndian: boolean;
  readonly bytes: Uint8Array;
}

export const sampleBytes: Record<SampleType, number> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
};
