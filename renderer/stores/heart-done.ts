import type { JobRecord } from '../../studies/library/records.ts';
import { translate } from '../locale/translate.ts';
import { useHearts } from './hearts.ts';
import { useLibrary } from './library.ts';
import { useReading } from './reading.ts';
import { useToasts } from './toasts.ts';

/** The study a heart job was started for; null for other jobs. */
export function heartStudyOf(job: JobRecord): string | null {
  const uid = job.params['studyUid'];
  return job.kind === 'heart' && typeof uid === 'string' ? uid : null;
}

/** Show the heart of a study, opening the study first when another one is open. */
export function openHeart(studyUid: string, heartId: string | null): void {
  const study = useLibrary().study(studyUid);
  const cine = study?.series
    .flatMap(({ volumes }) => volumes)
    .find(({ kind, resultId }) => kind === 'cine' && resultId === null);
  if (!study || !cine) return;
  const reading = useReading();
  if (reading.openUid !== study.uid) reading.open(study);
  reading.show({ kind: 'heart', volumeId: cine.id, heartId });
}

/** A finished run shows itself where its reader waits for it; anywhere else it is only offered. */
export async function tellHeart(job: JobRecord): Promise<void> {
  const studyUid = heartStudyOf(job);
  if (studyUid === null) return;
  // Its label maps are volumes of the study.
  await Promise.all([useHearts().loadResults(studyUid), useLibrary().load()]);
  const reading = useReading();
  if (reading.study?.uid === studyUid && reading.shown?.kind === 'heart') {
    reading.show({ ...reading.shown, heartId: job.resultId });
    return;
  }
  useToasts().show({
    tone: 'ok',
    message: translate('heart.finished'),
    button: { label: translate('heart.open'), run: () => openHeart(studyUid, job.resultId) },
  });
}
