import { tellingStructures } from '../../jobs/match/match-structures.ts';
import { planningOf, type MatchPlanning } from '../../jobs/match/match-planning.ts';
import type { Library } from '../../../../studies/library/library.ts';
import type { MatchRecord } from '../../../../studies/library/match-records.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import type { CouchDisplayName } from '../../../../studies/positioning/couch/display.ts';
import type { MatchReportInput, MatchStructure } from '../../../../studies/report/match-input.ts';
import { offThread } from '../off-thread.ts';
import type { PlanningService } from '../planning/planning-service.ts';
import type { VolumesService } from '../services.ts';
import { dayAndTime } from './day-and-time.ts';

export interface MatchReportTools {
  readonly library: Library;
  readonly volumes: Pick<VolumesService, 'grid'>;
  readonly planning: PlanningService;
  readonly version: string;
}

/** The page of a positioning check as a PDF, rendered in a thread of its own. */
export async function matchReport(
  tools: MatchReportTools,
  record: MatchRecord,
  display: CouchDisplayName,
): Promise<Uint8Array<ArrayBuffer>> {
  return offThread('matchReport', await matchReportInput(tools, record, display));
}

/** What the page shows, looked up. Throws 'library/not-found' where one of the volumes has gone. */
export async function matchReportInput(
  { library, volumes, planning, version }: MatchReportTools,
  record: MatchRecord,
  display: CouchDisplayName,
): Promise<MatchReportInput> {
  const { fixedVolumeId, movingVolumeId } = record.params;
  const [fixed, moving] = [library.volumes.get(fixedVolumeId), library.volumes.get(movingVolumeId)];
  const planned = await plannedFor(library, planning, fixed, record);
  return {
    record,
    display,
    study: library.studies.get(moving.studyUid),
    planningStudy: library.studies.get(fixed.studyUid),
    scanned: dayAndTime(await library.matches.scanned(moving.id)),
    fixed: { record: fixed, grid: await volumes.grid(fixed.id, 0) },
    moving: { record: moving, grid: await volumes.grid(moving.id, 0) },
    plan: planned?.plan ? planned.plan.label || planned.plan.name || null : null,
    structures: planned === null ? [] : drawn(planned, record),
    regionName: planned?.regionStructure?.name ?? null,
    badge: moving.resultId === null ? null : library.results.get(moving.resultId).badge,
    software: version,
    created: new Date(),
  };
}

/** Planning files may have gone since the match: the page then does without. */
async function plannedFor(
  library: Library,
  planning: PlanningService,
  fixed: VolumeRecord,
  { params }: MatchRecord,
): Promise<MatchPlanning | null> {
  try {
    return await planningOf(library, planning, fixed, params);
  } catch (error) {
    if (error instanceof SparrowError) return null;
    throw error;
  }
}

/** The body, the targets and what lies next to the isocentre, of the set that the match was made with. */
function drawn(
  { structures, structureSetId }: MatchPlanning,
  { frame, structureSetId: matchedWith }: MatchRecord,
): MatchStructure[] {
  if (structureSetId !== matchedWith) return [];
  const telling = new Set(
    tellingStructures(structures, frame.planIsocentreMm).map(({ name }) => name),
  );
  return structures
    .filter(({ name, type }) => type === 'EXTERNAL' || telling.has(name))
    .map(({ name, colour, drawn: contours }) => ({ name, colour, contours }));
}
