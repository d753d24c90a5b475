import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCineSeries } from '../dicom/write/cine-series.ts';
import type { EquipmentIdentity, StudyIdentity, WrittenFile } from '../dicom/write/series-meta.ts';
import { uidFromText } from '../dicom/write/uid.ts';
import { writeVolumeSeries } from '../dicom/write/volume-series.ts';
import { phaseTimesMs, RR_INTERVAL_MS } from './beat.ts';
import { rtkGeometryXml } from '../projections/formats/write-rtk-geometry.ts';
import { projectionStackBytes } from '../projections/formats/write-stack.ts';
import { sidecarBytes, sidecarName } from '../projections/scan-sidecar.ts';
import { DENSE_VIEWS, PHOTONS, scanChest, SPARSE_VIEWS, type ScannedChest } from './chest-cbct.ts';
import { cineHeart } from './heart-cine.ts';

/** Patients of the sample studies; the browser marks studies of these as samples. */
export const SAMPLE_PATIENT_IDS = ['SPARROW-CHEST', 'SPARROW-HEART'] as const;

const equipment: EquipmentIdentity = {
  manufacturer: 'Sparrow',
  modelName: 'Sample phantom',
  softwareVersions: '1',
};

const study = (
  patientId: string,
  patientName: string,
  studyDescription: string,
): StudyIdentity => ({
  patientId,
  patientName,
  patientBirthDate: '19700101',
  patientSex: 'O',
  studyUid: uidFromText(`sparrow sample study ${patientId}`),
  studyDate: '20260101',
  studyTime: '090000',
  studyDescription,
});

export interface SampleOptions {
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/**
 * Write the sample studies as DICOM files into `directory`: a sparse-view cone-beam CT of the chest
 * phantom with its dense reference and its projections, and a cine heart (short-axis stack and three long-axis planes).
 * Both are computed; the same files come out every time. A folder appears only when it is whole.
 *
 * @returns the two study folders
 * @throws the signal's reason when cancelled, having removed what it began
 */
export async function writeSamples(
  directory: string,
  options: SampleOptions = {},
): Promise<string[]> {
  const part = (from: number, to: number) => ({
    ...options,
    onProgress: (fraction: number) => options.onProgress?.(from + (to - from) * fraction),
  });
  const chest = await writeStudy(join(directory, 'chest-cbct'), () => chestSeries(part(0, 0.8)));
  const heart = await writeStudy(join(directory, 'cine-heart'), () => heartSeries(part(0.8, 1)));
  return [chest, heart];
}

type Series = Record<string, Iterable<WrittenFile>>;

async function writeStudy(folder: string, make: () => Promise<Series>): Promise<string> {
  const unfinished = `${folder}.part`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    for (const [name, files] of Object.entries(await make())) {
      await mkdir(join(unfinished, name), { recursive: true });
      for (const file of files) await writeFile(join(unfinished, name, file.name), file.bytes);
    }
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

async function chestSeries(options: SampleOptions): Promise<Series> {
  const { dense, sparse, projections } = await scanChest(options);
  const identity = study(
    'SPARROW-CHEST',
    'Phantom^Chest',
    'Sample: sparse-view CBCT of a chest phantom',
  );
  const frameOfReferenceUid = uidFromText('sparrow sample chest frame');
  const series = (name: string, seriesNumber: number, views: number, grid: typeof dense) => {
    const seriesUid = chestSeriesUid(name);
    return writeVolumeSeries(grid, {
      study: identity,
      series: {
        seriesUid,
        seriesNumber,
        seriesDescription: `CBCT ${name}, ${views} views, FDK`,
        frameOfReferenceUid,
        bodyPart: 'CHEST',
      },
      equipment,
      imageTypeTail: ['AXIAL', 'CBCT'],
      views,
      kvp: 120,
      windowCentre: 0,
      windowWidth: 1600,
      sopInstanceUid: (n) => uidFromText(`${seriesUid} ${n}`),
    });
  };
  return {
    sparse: series('sparse', 1, SPARSE_VIEWS, sparse),
    dense: series('dense', 2, DENSE_VIEWS, dense),
    projections: projectionFiles(projections, identity.studyUid, frameOfReferenceUid),
  };
}

const chestSeriesUid = (name: string) => uidFromText(`sparrow sample chest ${name}`);

/** The sparse scan as RTK has it, and what it belongs to. */
function projectionFiles(
  projections: ScannedChest['projections'],
  studyUid: string,
  frameOfReferenceUid: string,
): WrittenFile[] {
  return [
    {
      name: 'geometry.xml',
      bytes: new TextEncoder().encode(rtkGeometryXml(projections.geometry)),
    },
    { name: 'projections.mha', bytes: projectionStackBytes(projections) },
    {
      name: sidecarName,
      bytes: sidecarBytes({
        studyUid,
        seriesUid: chestSeriesUid('sparse'),
        frameOfReferenceUid,
        description: `Projections of the sparse scan, ${SPARSE_VIEWS} views`,
        origin: 'simulated',
        photons: PHOTONS,
      }),
    },
  ];
}

async function heartSeries(options: SampleOptions): Promise<Series> {
  const stacks = await cineHeart(options);
  const identity: StudyIdentity = {
    ...study('SPARROW-HEART', 'Phantom^Heart', 'Sample: cine heart phantom'),
    // Indexed volumes need a height and a weight, reference bands a sex.
    patientSex: 'F',
    patientSizeM: 1.75,
    patientWeightKg: 72,
  };
  const frameOfReferenceUid = uidFromText('sparrow sample heart frame');
  return Object.fromEntries(
    stacks.map(({ description, grid, sliceThicknessMm }, n) => {
      const seriesUid = uidFromText(`sparrow sample heart ${description}`);
      const files = writeCineSeries(grid, {
        study: identity,
        series: {
          seriesUid,
          seriesNumber: n + 1,
          seriesDescription: description,
          frameOfReferenceUid,
          bodyPart: 'HEART',
        },
        equipment,
        triggerTimesMs: phaseTimesMs,
        rrIntervalMs: RR_INTERVAL_MS,
        sliceThicknessMm,
        windowCentre: 350,
        windowWidth: 700,
        sopInstanceUid: (index) => uidFromText(`${seriesUid} ${index}`),
      });
      return [description.replaceAll(' ', '-').toLowerCase(), files];
    }),
  );
}
