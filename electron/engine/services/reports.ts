import type { DenseResult } from '../../../studies/library/dense-records.ts';
import type { HeartResult } from '../../../studies/library/heart-records.ts';
import type { Library } from '../../../studies/library/library.ts';
import type { ResultRecord, StudyRecord } from '../../../studies/library/records.ts';
import { writeEncapsulatedPdf } from '../../../studies/dicom/write/encapsulated-pdf.ts';
import { newUid } from '../../../studies/dicom/write/uid.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { text as reportText } from '../../../studies/report/text.ts';
import type {
  ReportInput,
  ReportResult,
  ReportVolume,
} from '../../../studies/report/report-input.ts';
import { denseForReport } from './dense/dense-report.ts';
import { heartForReport } from './heart-report.ts';
import type { HeartsService } from './hearts/hearts-service.ts';
import type { Models } from './models.ts';
import { offThread } from './off-thread.ts';
import { equipment, studyIdentity } from './dicom-export.ts';
import type { Download } from './download.ts';
import type { ReportsService, VolumesService } from './services.ts';

/** Reports stand behind the derived series of a study. */
const reportSeriesNumber = 9900;

interface Tools {
  library: Library;
  volumes: VolumesService;
  models: Models;
  hearts: Pick<HeartsService, 'labels'>;
  version: string;
}

export function createReports(tools: Tools): ReportsService {
  const { library } = tools;
  return {
    async pdf({ studyUid, resultId }) {
      const study = library.studies.get(studyUid);
      const bytes = await offThread(
        'report',
        await reportInput(tools, study, subject(library, study, resultId)),
      );
      return { fileName: 'sparrow-report.pdf', contentType: 'application/pdf', bytes };
    },
    dicom: (studyUid, pdf) => Promise.try(() => encapsulated(tools, studyUid, pdf)),
  };
}

function encapsulated({ library, version }: Tools, studyUid: string, pdf: Uint8Array): Download {
  const study = library.studies.get(studyUid);
  const now = new Date().toISOString().replaceAll(/[-:T]/g, '');
  const bytes = writeEncapsulatedPdf(pdf, reportText.title, {
    study: studyIdentity(study),
    series: {
      seriesUid: newUid(),
      seriesNumber: reportSeriesNumber,
      seriesDescription: reportText.title,
      frameOfReferenceUid: '',
      date: now.slice(0, 8),
      time: now.slice(8, 14),
    },
    equipment: equipment(version),
  });
  return {
    fileName: 'sparrow-report.dcm',
    contentType: 'application/dicom',
    bytes: new Uint8Array(bytes),
  };
}

/** What a report is about. */
interface Subject {
  result: ResultRecord | null;
  heart: HeartResult | null;
  dense: DenseResult | null;
}

/** The result, heart or dense heart that is named; without a name the newest of each of the study. */
function subject(library: Library, study: StudyRecord, id: string | undefined): Subject {
  const hearts = library.hearts.list({ studyUid: study.uid });
  const denses = library.dense.list({ studyUid: study.uid });
  if (id === undefined)
    return {
      result: newestResult(library, study),
      heart: hearts[0] ?? null,
      dense: denses[0] ?? null,
    };
  const heart = hearts.find((one) => one.id === id) ?? null;
  const dense = denses.find((one) => one.id === id) ?? null;
  const result = heart === null && dense === null ? ofStudy(library, study, id) : null;
  return { heart, dense, result };
}

function newestResult(library: Library, study: StudyRecord): ResultRecord | null {
  const results = library.results.list({ studyUid: study.uid });
  return results.sort((a, b) => (a.created < b.created ? 1 : -1))[0] ?? null;
}

/** A result of another study would put one patient's pictures under another's name. */
function ofStudy(library: Library, study: StudyRecord, resultId: string): ResultRecord {
  const result = library.results.get(resultId);
  if (library.volumes.get(result.volume).studyUid !== study.uid) {
    throw new SparrowError('library/not-found', { what: 'result' });
  }
  return result;
}

async function reportInput(
  tools: Tools,
  study: StudyRecord,
  { result, heart, dense }: Subject,
): Promise<ReportInput> {
  const { library, volumes } = tools;
  const loaded = async (id: string) => ({
    record: library.volumes.get(id),
    grid: await volumes.grid(id),
  });
  const volume = await loaded(
    result?.source ?? heart?.leadVolumeId ?? dense?.slices[0]?.volumeId ?? mainVolume(study),
  );
  return {
    study,
    volume,
    result: result && (await resultPart(tools, result, volume, await loaded(result.volume))),
    heart: heart && (await heartForReport(tools, heart)),
    dense: dense && (await denseForReport(tools, dense)),
    software: tools.version,
    created: new Date(),
  };
}

async function resultPart(
  tools: Tools,
  record: ResultRecord,
  input: ReportVolume,
  output: ReportVolume,
): Promise<ReportResult> {
  const change = await offThread('compare', input.grid, output.grid, {});
  const evidence = await evidencePictures(tools, record);
  return { record, output, change, evidence, ...(await modelWords(tools.models, record)) };
}

async function evidencePictures(
  { library, volumes }: Tools,
  { evidence }: ResultRecord,
): Promise<ReportResult['evidence']> {
  if (evidence === null) return null;
  const { projectionsId, usedViews } = evidence;
  const anglesDeg = library.projections.list().find(({ id }) => id === projectionsId)?.anglesDeg;
  return {
    departure: await volumes.grid(evidence.departureVolume),
    anglesDeg:
      (usedViews ? anglesDeg && usedViews.map((view) => anglesDeg[view]!) : anglesDeg) ?? null,
  };
}

/** The volume with most voxels stands for a study that has no result. */
function mainVolume(study: StudyRecord): string {
  const size = (dims: readonly number[]) => dims.reduce((product, n) => product * n, 1);
  const [largest] = study.series
    .flatMap((series) => series.volumes)
    .sort((a, b) => size(b.dims) - size(a.dims));
  if (largest === undefined) throw new SparrowError('report/no-result');
  return largest.id;
}

/** A result outlives its model: without the card its own id stands for the title. */
async function modelWords(models: Models, result: ResultRecord) {
  const card = (await models.list()).find(({ id }) => id === result.model);
  return {
    modelTitle: card?.title ?? result.model,
    modelStatement: card?.statement ?? '',
    modelLimits: card?.limits ?? [],
  };
}
