import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesPerVoxel } from '../../volume/volume.ts';
import type { ImportBatch, Library, NewInstance, NewProjections, NewResult } from '../library.ts';
import type { ProjectionsRecord, ResultRecord, VolumeRecord } from '../records.ts';

/** A folder that goes when the test ends. */
export function temporaryFolder(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'sparrow-library-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export function volumeRecord(fields: Partial<VolumeRecord> = {}): VolumeRecord {
  return {
    id: randomUUID(),
    seriesUid: '1.2.3.4',
    studyUid: '1.2.3',
    kind: 'ct',
    description: 'Chest',
    dims: [8, 6, 20],
    spacingMm: [0.7, 0.7, 2.5],
    originMm: [-100, -90.5, 12],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    calibrated: true,
    phases: 1,
    phaseTimesMs: null,
    rrIntervalMs: null,
    voxelType: 'int16',
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU',
    windowCentre: 40,
    windowWidth: 400,
    frameOfReferenceUid: '1.2.3.9',
    views: null,
    lossy: false,
    warnings: [],
    resultId: null,
    projectionsId: null,
    reconstruction: null,
    ...fields,
  };
}

/** Voxels that tell their own place: sample n is n modulo 30011. */
export function countingVoxels(record: VolumeRecord): Uint8Array<ArrayBuffer> {
  const [columns, rows, slices] = record.dims;
  const samples = columns * rows * slices * record.phases;
  if (bytesPerVoxel[record.voxelType] !== 2) throw new Error('two-byte samples only');
  return new Uint8Array(Int16Array.from({ length: samples }, (_, n) => n % 30011).buffer);
}

export async function stagedInstance(
  stagedPath: string,
  content: string,
  fields: Partial<NewInstance['header']> = {},
): Promise<NewInstance> {
  await writeFile(stagedPath, content);
  return {
    stagedPath,
    fileName: 'IM0001',
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: Buffer.byteLength(content),
    header: {
      sopInstanceUid: `1.2.3.4.${content.length}`,
      sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
      seriesUid: '1.2.3.4',
      studyUid: '1.2.3',
      frameOfReferenceUid: '1.2.3.9',
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      modality: 'CT',
      manufacturer: '',
      manufacturerModel: '',
      scanOptions: '',
      imageType: [],
      patientId: 'P1',
      patientName: 'Doe^Jane',
      patientBirthDate: '19700101',
      patientSex: 'F',
      studyDate: '20260101',
      studyTime: '101500',
      studyDescription: 'CT chest',
      seriesNumber: 2,
      seriesDescription: 'Axial',
      instanceNumber: 1,
      acquisitionNumber: null,
      views: null,
      rrIntervalMs: null,
      heartRateBpm: null,
      derivation: null,
      lossy: false,
      frames: 1,
      ...fields,
    },
  };
}

/** Imports one instance and one volume made of it. */
export async function importOne(
  library: Library,
  content = 'a slice',
  fields: Partial<VolumeRecord> = {},
  batch: Partial<ImportBatch> = {},
  header: Partial<NewInstance['header']> = {},
): Promise<VolumeRecord> {
  const pending = library.imports.begin();
  const record = volumeRecord(fields);
  const instance = await stagedInstance(pending.stagingPath(), content, {
    studyUid: record.studyUid,
    seriesUid: record.seriesUid,
    ...header,
  });
  const writer = await pending.voxels(record.id);
  await writer.write(countingVoxels(record), 0);
  await writer.close();
  const sopInstanceUid = instance.header.sopInstanceUid;
  await pending.commit({
    instances: [instance],
    volumes: [{ record, frames: [{ phase: 0, k: 0, sopInstanceUid, frame: 0 }], thumbnail: null }],
    replacedVolumes: [],
    projections: [],
    seenProjections: [],
    seenStudies: [],
    restoredFiles: [],
    baseline: new Map(),
    sampleStudies: [],
    ...batch,
  });
  return record;
}

/** A scan of five views of 4 x 3 pixels, every line integral another. */
export function newProjections(
  fields: Partial<ProjectionsRecord> = {},
): NewProjections & { lineIntegrals: Float32Array<ArrayBuffer> } {
  const record: ProjectionsRecord = {
    id: randomUUID(),
    studyUid: '1.2.3',
    description: 'A scan',
    origin: 'simulated',
    views: 5,
    columns: 4,
    rows: 3,
    pixelMm: [2, 2.5],
    sourceAxisMm: 1000,
    sourceDetectorMm: 1500,
    anglesDeg: [0, 72, 144, 216, 288],
    isocentreMm: [1, 2, 3],
    detectorOffsetsMm: null,
    sourceOffsetsMm: null,
    photons: 1e5,
    frameOfReferenceUid: '1.2.3.9',
    sourceVolumeId: null,
    sha256: 'd'.repeat(64),
    warnings: [],
    created: new Date().toISOString(),
    ...fields,
  };
  const rays = record.views * record.columns * record.rows;
  return { record, lineIntegrals: Float32Array.from({ length: rays }, (_, n) => n / 8) };
}

/** A result on the grid of its source, voxels counting. */
export function newResult(source: VolumeRecord): NewResult & { voxels: Uint8Array } {
  const id = randomUUID();
  const volume = volumeRecord({ ...source, id: randomUUID(), resultId: id });
  const result: ResultRecord = {
    id,
    model: 'mindi3d',
    modelVersion: '0.0.1',
    weightsSha256: 'a'.repeat(64),
    source: source.id,
    inputSha256: 'b'.repeat(64),
    volume: volume.id,
    outputSha256: 'c'.repeat(64),
    steps: 4,
    samples: 1,
    seed: 7,
    provider: 'cpu',
    seconds: 1.5,
    badge: 'badge',
    warnings: [],
    created: new Date().toISOString(),
    start: 'fdk',
    refine: 0,
    evidence: null,
    steppedVolumes: [],
  };
  return { result, volume, voxels: countingVoxels(volume) };
}
