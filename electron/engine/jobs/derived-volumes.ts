import { randomUUID } from 'node:crypto';
import type { NewResult } from '../../../studies/library/library.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { newUid } from '../../../studies/dicom/write/uid.ts';
import { breathe } from './pace.ts';

/** A volume of a result with its voxels. */
export type Derived = NonNullable<NewResult['spread']>;

/** A new series in the same study and the same frame of reference: nothing replaces the original. */
export function derivedVolume(source: VolumeRecord, description: string): VolumeRecord {
  return {
    ...source,
    id: randomUUID(),
    seriesUid: newUid(),
    description,
    phases: 1,
    phaseTimesMs: null,
    rrIntervalMs: null,
    voxelType: 'int16',
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
    warnings: [],
  };
}

/** Values in HU that are no picture of the patient: a spread, a departure. */
export function mapVolume(
  source: VolumeRecord,
  description: string,
  values: Float32Array,
  window: { centre: number; width: number },
): Derived {
  return {
    volume: {
      ...derivedVolume(source, description),
      kind: 'other',
      voxelType: 'float32',
      windowCentre: window.centre,
      windowWidth: window.width,
    },
    voxels: inPieces(values),
  };
}

const greatest = 32767;

/**
 * Residual images as a stack, one slice a view, in steps of a 32767th of the greatest: their noise is
 * far above that.
 *
 * @param residual [view][u][v]
 * @param panel detector rows and columns, and their distances on the panel
 */
export function residualVolume(
  source: VolumeRecord,
  description: string,
  residual: Float32Array,
  panel: { rows: number; columns: number; pixelMm: readonly [number, number] },
): Derived {
  const { rows, columns, pixelMm } = panel;
  const most = residual.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const slope = most === 0 ? 1 : most / greatest;
  return {
    volume: {
      ...derivedVolume(source, description),
      kind: 'other',
      dims: [rows, columns, residual.length / (rows * columns)],
      spacingMm: [pixelMm[1], pixelMm[0], 1],
      originMm: [0, 0, 0],
      // The stack lies in no room: it has the panel's axes, and its views side by side.
      calibrated: false,
      frameOfReferenceUid: null,
      rescaleSlope: slope,
      unit: 'none',
      windowCentre: 0,
      windowWidth: 2 * most || 1,
    },
    voxels: inPieces(Int16Array.from(residual, (value) => Math.round(value / slope))),
  };
}

const pieceBytes = 1024 * 1024;

/** Voxels piece by piece, so that nobody holds the engine for the whole volume. */
export async function* inPieces(view: Int16Array | Float32Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < view.byteLength; at += pieceBytes) {
    const bytes = Math.min(pieceBytes, view.byteLength - at);
    yield new Uint8Array(view.buffer, view.byteOffset + at, bytes);
    await breathe();
  }
}
