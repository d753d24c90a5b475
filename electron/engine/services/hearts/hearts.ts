import { bodySurfaceM2 } from '../../../../studies/cardiac/function/body-surface.ts';
import type { HeartResult } from '../../../../studies/library/heart-records.ts';
import type { HeartJobTools } from '../../jobs/hearts/heart-tools.ts';
import type { EventsService } from '../services.ts';
import { HeartAsker } from './asker.ts';
import { HeartEditor } from './editor.ts';
import type { HeartsService } from './hearts-service.ts';
import { labelsOfPhase } from './label-maps.ts';
import { StudyPlanes } from './study-planes.ts';

/** Hearts on an open library; `close` ends what is being asked of the model. */
export function createHearts(
  tools: HeartJobTools,
  events: EventsService,
  planes = new StudyPlanes(tools),
): HeartsService & { close(): Promise<void> } {
  const { library } = tools;
  const { hearts, studies } = library;
  const editor = new HeartEditor(tools);
  const asker = new HeartAsker(tools);
  const changed = () => events.publish({ type: 'library', change: 'hearts' });

  /** Height and weight as they are known now, the user's before the header's. */
  function withBody(heart: HeartResult): HeartResult {
    const { heightCm, weightKg } = hearts.corrections(heart.studyUid);
    const study = studies.get(heart.studyUid);
    const height = heightCm ?? study.patientHeightCm ?? null;
    const weight = weightKg ?? study.patientWeightKg ?? null;
    return { ...heart, bodySurfaceM2: bodySurfaceM2(height, weight) };
  }

  return {
    planes: (studyUid) => planes.read(studyUid),
    async correct(studyUid, corrections) {
      // What leaves no plane to analyse is told, not kept: it could not be taken back on any page.
      const corrected = await planes.read(studyUid, corrections);
      hearts.correct(studyUid, corrections);
      changed();
      return corrected;
    },
    list: (filter) => Promise.try(() => hearts.list(filter).map(withBody)),
    get: (id) => Promise.try(() => withBody(hearts.get(id))),
    remove: (id) =>
      Promise.try(() => {
        hearts.delete(id);
        changed();
      }),
    labels: (id, place, edited) =>
      Promise.try(() => labelsOfPhase(library, hearts.get(id), place, edited)),
    async draw(id, place, labels, expected) {
      const heart = await editor.change(id, place, labels, expected);
      changed();
      return withBody(heart);
    },
    async revert(id, place) {
      const heart = await editor.change(id, place, null);
      changed();
      return withBody(heart);
    },
    edits: (id) => Promise.try(() => hearts.edits(id)),
    without: (id, slotsOff) => asker.without(id, slotsOff),
    synthesise: (id, slot) => asker.synthesise(id, slot),
    similar: (id, ask) => Promise.try(() => hearts.similar(id, ask)),
    trend: (studyUid) => Promise.try(() => hearts.trend(studyUid)),
    close: () => asker.close(),
  };
}
