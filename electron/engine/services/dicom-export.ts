import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readInstance } from '../../../studies/dicom/read/instance.ts';
import type {
  Derivation,
  EquipmentIdentity,
  StudyIdentity,
  VolumeSeriesMeta,
} from '../../../studies/dicom/write/series-meta.ts';
import { newUid } from '../../../studies/dicom/write/uid.ts';
import type { KnownInstance, Library } from '../../../studies/library/library.ts';
import type { ResultRecord, StudyRecord, VolumeRecord } from '../../../studies/library/records.ts';
import { derivation as derivationText } from '../../../studies/messages/en/derivation.ts';
import { scanText } from '../../../studies/messages/en/scans.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import type { ExportPlan } from './export-plan.ts';
import type { VolumesService } from './services.ts';

export interface ExportTools {
  library: Library;
  volumes: VolumesService;
  version: string;
}

/** Series numbers of derived series start here, clear of the scanner's own. */
const derivedSeriesNumber = 9000;

/**
 * How a volume leaves as DICOM. What came as DICOM goes out as it came, to the byte; a result, or a
 * volume from another format, as a new series marked as derived. Throws `engine/no-export` where
 * there is no way to say it in DICOM yet.
 */
export async function dicomPlan(tools: ExportTools, record: VolumeRecord): Promise<ExportPlan> {
  const { library } = tools;
  if (record.resultId === null) {
    const originals = sourceInstances(library, record);
    if ((await sopClassOf(originals)) !== null) {
      return { kind: 'originals', paths: originals.map(({ path }) => path) };
    }
  }
  if (record.unit !== 'HU' || record.phases > 1) {
    throw new SparrowError('engine/no-export', { format: 'DICOM' });
  }
  const grid = await tools.volumes.grid(record.id, 0);
  const meta = seriesMeta(tools, record, await derivation(tools, record));
  return { kind: 'series', grid, meta };
}

function seriesMeta(
  { library, version }: ExportTools,
  record: VolumeRecord,
  derived: Derivation,
): VolumeSeriesMeta {
  const study = library.studies.get(record.studyUid);
  return {
    study: studyIdentity(study),
    series: {
      // Each export is a series of its own: two exports of one volume never share instances.
      seriesUid: newUid(),
      seriesNumber: derivedSeriesNumber + (study.series.length % 900),
      seriesDescription: record.description.slice(0, 64),
      frameOfReferenceUid: record.frameOfReferenceUid ?? newUid(),
    },
    equipment: equipment(version),
    derivation: derived,
    ...(record.windowCentre === null ? {} : { windowCentre: record.windowCentre }),
    ...(record.windowWidth === null ? {} : { windowWidth: record.windowWidth }),
    ...(record.views === null ? {} : { views: record.views }),
  };
}

/** The patient and study that a file written now belongs to. */
export function studyIdentity(study: StudyRecord): StudyIdentity {
  return {
    patientId: study.patientId,
    patientName: study.patientName,
    patientBirthDate: study.patientBirthDate,
    patientSex: study.patientSex,
    studyUid: study.uid,
    studyDate: study.date,
    studyTime: study.time,
    studyDescription: study.description,
  };
}

async function derivation(tools: ExportTools, record: VolumeRecord): Promise<Derivation> {
  const { library, version } = tools;
  const contributor = equipment(version);
  if (record.resultId === null) {
    const description =
      record.reconstruction === null
        ? derivationText.converted(record)
        : scanText.derivation(record.description);
    return { description, sources: [], contributor };
  }
  const result = library.results.get(record.resultId);
  const source = sourceOf(library, result);
  return {
    description: derivationText.result(result),
    comments: derivationText.comments(result),
    sources: source === null ? [] : await references(sourceInstances(library, source)),
    contributor,
  };
}

function sourceOf(library: Library, result: ResultRecord): VolumeRecord | null {
  try {
    return library.volumes.get(result.source);
  } catch (error) {
    if (error instanceof SparrowError && error.code === 'library/not-found') return null;
    throw error;
  }
}

export function equipment(version: string): EquipmentIdentity {
  return { manufacturer: 'Sparrow', modelName: 'Sparrow', softwareVersions: version };
}

/** The library's files that a volume was made from, in the order of its slices. */
export function sourceInstances(library: Library, record: VolumeRecord): KnownInstance[] {
  const uids = new Set(library.volumes.frames(record.id).map((frame) => frame.sopInstanceUid));
  return [...uids]
    .map((uid) => library.imports.findInstance(record.studyUid, uid))
    .filter((instance) => instance !== null);
}

async function references(instances: readonly KnownInstance[]): Promise<Derivation['sources']> {
  const sopClassUid = await sopClassOf(instances);
  if (sopClassUid === null) return [];
  return instances.map(({ sopInstanceUid }) => ({ sopClassUid, sopInstanceUid }));
}

/**
 * The SOP class of the files of a volume, which is one for all, so the first is asked; null when
 * there is none, or when it is a NIfTI, NRRD or MetaImage file.
 */
export async function sopClassOf([first]: readonly KnownInstance[]): Promise<string | null> {
  if (first === undefined) return null;
  const bytes = await readFile(first.path);
  try {
    return readInstance(new Uint8Array(bytes), basename(first.path)).header.sopClassUid;
  } catch (error) {
    if (error instanceof SparrowError) return null;
    throw error;
  }
}
