import { bodySurfaceM2 } from '../../../studies/cardiac/function/body-surface.ts';
import type { HeartPlane, HeartResult } from '../../../studies/library/heart-records.ts';
import type { Library } from '../../../studies/library/library.ts';
import type {
  HeartFrameImage,
  HeartView,
  ReportHeart,
} from '../../../studies/report/heart-input.ts';
import { suggestWindow } from '../../../studies/volume/histogram.ts';
import { extractPlane } from '../../../studies/volume/plane.ts';
import type { HeartsService } from './hearts/hearts-service.ts';
import type { Models } from './models.ts';
import type { VolumesService } from './services.ts';

export interface HeartReportTools {
  library: Library;
  volumes: VolumesService;
  models: Models;
  hearts: Pick<HeartsService, 'labels'>;
}

/** A heart as a report shows it: what the user put right counts, and edits are drawn. */
export async function heartForReport(
  tools: HeartReportTools,
  record: HeartResult,
): Promise<ReportHeart> {
  const corrections = tools.library.hearts.corrections(record.studyUid);
  const { patientHeightCm, patientWeightKg } = tools.library.studies.get(record.studyUid);
  const heightCm = corrections.heightCm ?? patientHeightCm ?? null;
  const weightKg = corrections.weightKg ?? patientWeightKg ?? null;
  const card = (await tools.models.list()).find(({ id }) => id === record.model);
  const views: HeartView[] = [];
  for (const plane of shownPlanes(record)) views.push(await heartView(tools, record, plane));
  return {
    record: { ...record, bodySurfaceM2: bodySurfaceM2(heightCm, weightKg) },
    views,
    heightCm,
    weightKg,
    framesByUser: corrections.edPhase !== null || corrections.esPhase !== null,
    convention: 'in-volume',
    modelTitle: card?.title ?? record.model,
    modelStatement: card?.statement ?? '',
    modelLimits: card?.limits ?? [],
  };
}

/** The middle one of the short-axis slices that count, and the first in use of each long-axis view. */
export function shownPlanes({ planes, masks, edited, labels }: HeartResult): HeartPlane[] {
  const labelled = new Set(labels.map(({ sourceVolumeId }) => sourceVolumeId));
  const used = planes.filter((plane) => plane.used && labelled.has(plane.volumeId));
  const counted = new Set((edited ?? masks).slicesUsed);
  const stack = used
    .filter(({ view }) => view === 'sax')
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const counting = stack.filter(({ id }) => counted.has(id));
  const slices = counting.length > 0 ? counting : stack;
  const middle = slices[Math.floor(slices.length / 2)];
  const long = (['2ch', '3ch', '4ch'] as const).map((view) =>
    used.find((plane) => plane.view === view),
  );
  return [middle, ...long].filter((plane) => plane !== undefined);
}

async function heartView(
  tools: HeartReportTools,
  record: HeartResult,
  plane: HeartPlane,
): Promise<HeartView> {
  const volume = tools.library.volumes.get(plane.volumeId);
  const first = await tools.volumes.grid(volume.id, 0);
  const { windowCentre: centre, windowWidth: width } = volume;
  const at = (leadPhase: number) =>
    frameImage(tools, record, plane, Math.round((leadPhase / record.phases) * plane.phases));
  return {
    plane,
    window: centre !== null && width !== null ? { centre, width } : suggestWindow(first),
    diastole: await at(record.edPhase),
    systole: await at(record.esPhase),
  };
}

async function frameImage(
  { volumes, hearts }: HeartReportTools,
  record: HeartResult,
  { volumeId, slice, phases, dims }: HeartPlane,
  round: number,
): Promise<HeartFrameImage> {
  const phase = round % phases;
  const grid = await volumes.grid(volumeId, phase);
  const labels = await hearts.labels(record.id, { volumeId, phase }, true);
  const pixels = dims[0] * dims[1];
  return {
    image: extractPlane(grid, 0, { plane: 'acquired', slice }),
    labels: labels.slice(slice * pixels, (slice + 1) * pixels),
    phase,
  };
}
