import { patientStudies } from './heart-patient.ts';
import type { Context } from './context.ts';
import { tables } from './database.ts';
import type { VolumeLink } from './planning-records.ts';
import { rowToPlanning, type StoredPlanning } from './planning-rows.ts';
import type { PlanningObjectRow, VolumeRow } from './schema.ts';

/** Kinds that were made of slices with a place; pictures and scouts cannot be drawn over. */
const placed = ['ct', 'cbct', 'mr', 'cine'] as const;

type FoundVolume = Pick<VolumeRow, 'id' | 'frame_of_reference_uid'>;

/** The queries that follow references. All of them see studies in sight only. */
export class PlanningQueries {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** The study's patient's objects, and those of others that name something of this study. */
  objectsAbout(studyUid: string): PlanningObjectRow[] {
    const { database } = this.#context;
    const patient = patientStudies(this.#context, studyUid).map(({ uid }) => uid);
    const naming = objects()
      .innerJoin('planning_references as r', 'r.planning_id', 'planning_objects.id')
      .where((eb) =>
        eb.or([
          eb.and([
            eb('r.kind', '=', 'image'),
            eb.exists(
              eb
                .selectFrom('instances')
                .select('sop_uid')
                .whereRef('sop_uid', '=', 'r.uid')
                .where('study_uid', '=', studyUid),
            ),
          ]),
          eb.and([
            eb('r.kind', '=', 'frame'),
            eb.exists(
              eb
                .selectFrom('volumes')
                .select('id')
                .whereRef('frame_of_reference_uid', '=', 'r.uid')
                .where('study_uid', '=', studyUid),
            ),
          ]),
        ]),
      )
      .distinct();
    const rows = [
      ...database.all(objects().where('planning_objects.study_uid', 'in', patient)),
      ...database.all(naming),
    ];
    return [...new Map(rows.map((row) => [row.id, row])).values()];
  }

  /** The objects with this SOP Instance UID in their file; copies may lie in several studies. */
  byOwnUid(uid: string): StoredPlanning[] {
    const found = objects().where('own_uid', '=', uid).where('kind', '!=', 'unreadable');
    return this.#context.database.all(found).map(rowToPlanning);
  }

  /** The objects that name a frame of reference. */
  inFrame(frameUid: string, kind: 'structures' | 'registration'): StoredPlanning[] {
    const found = objects()
      .innerJoin('planning_references as r', 'r.planning_id', 'planning_objects.id')
      .where('r.kind', '=', 'frame')
      .where('r.uid', '=', frameUid)
      .where('planning_objects.kind', '=', kind);
    return this.#context.database.all(found).map(rowToPlanning);
  }

  /** The structure sets that were drawn on images of a volume. */
  drawnOn(volumeId: string): StoredPlanning[] {
    const found = objects()
      .innerJoin('planning_references as r', 'r.planning_id', 'planning_objects.id')
      .innerJoin('volume_frames as f', 'f.sop_uid', 'r.uid')
      .where('r.kind', '=', 'image')
      .where('f.volume_id', '=', volumeId)
      .where('planning_objects.kind', '=', 'structures')
      .distinct();
    return this.#context.database.all(found).map(rowToPlanning);
  }

  volumesInFrame(frameUid: string | null): string[] {
    if (frameUid === null) return [];
    const found = volumes()
      .where('volumes.frame_of_reference_uid', '=', frameUid)
      .where('volumes.kind', 'in', placed)
      .where('volumes.heart_id', 'is', null);
    return this.#context.database.all(found).map(({ id }) => id);
  }

  /** The imported volume that an object's images, series or frame lead to, the best way first. */
  volumeOf(
    planningId: string,
    studyUid: string,
  ): { volume: FoundVolume; linkedBy: VolumeLink } | null {
    const { database } = this.#context;
    const best = imported(studyUid).orderBy('volumes.slices', 'desc').orderBy('volumes.id');
    const references = (kind: 'image' | 'series' | 'frame') =>
      tables
        .selectFrom('planning_references')
        .select('uid')
        .where('planning_id', '=', planningId)
        .where('kind', '=', kind);
    const byImages = database.first(
      imported(studyUid)
        .innerJoin('volume_frames as f', 'f.volume_id', 'volumes.id')
        .where('f.sop_uid', 'in', references('image'))
        .groupBy('volumes.id')
        .orderBy((eb) => eb.fn.countAll(), 'desc')
        .orderBy('volumes.id'),
    );
    if (byImages !== undefined) return { volume: byImages, linkedBy: 'images' };
    const bySeries = database.first(best.where('volumes.series_uid', 'in', references('series')));
    if (bySeries !== undefined) return { volume: bySeries, linkedBy: 'series' };
    const inFrame = best.where('volumes.frame_of_reference_uid', 'in', references('frame'));
    const byFrame =
      database.first(inFrame.where('volumes.kind', '=', 'ct')) ?? database.first(inFrame);
    return byFrame === undefined ? null : { volume: byFrame, linkedBy: 'frame' };
  }

  /** How many of the images that an object names the library does not hold. */
  imagesMissing(planningId: string): number {
    const missing = tables
      .selectFrom('planning_references as r')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('r.planning_id', '=', planningId)
      .where('r.kind', '=', 'image')
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('instances')
              .innerJoin('studies', 'studies.uid', 'instances.study_uid')
              .select('sop_uid')
              .whereRef('sop_uid', '=', 'r.uid')
              .where('studies.hidden_at', 'is', null),
          ),
        ),
      );
    return this.#context.database.first(missing)?.count ?? 0;
  }

  /** The picture that holds the pixels of an instance. */
  pictureOf(studyUid: string, sopUid: string): string | null {
    const found = volumes()
      .innerJoin('volume_frames as f', 'f.volume_id', 'volumes.id')
      .where('volumes.study_uid', '=', studyUid)
      .where('f.sop_uid', '=', sopUid);
    return this.#context.database.first(found)?.id ?? null;
  }
}

function objects() {
  return tables
    .selectFrom('planning_objects')
    .innerJoin('studies', 'studies.uid', 'planning_objects.study_uid')
    .selectAll('planning_objects')
    .where('studies.hidden_at', 'is', null);
}

function volumes() {
  return tables
    .selectFrom('volumes')
    .innerJoin('studies', 'studies.uid', 'volumes.study_uid')
    .select(['volumes.id', 'volumes.frame_of_reference_uid'])
    .where('studies.hidden_at', 'is', null);
}

/** Volumes that came with files, those of the object's own study first. */
function imported(studyUid: string) {
  return volumes()
    .where('volumes.result_id', 'is', null)
    .where('volumes.heart_id', 'is', null)
    .where('volumes.reconstruction', 'is', null)
    .where('volumes.kind', 'in', placed)
    .orderBy((eb) => eb.case().when('volumes.study_uid', '=', studyUid).then(0).else(1).end());
}
