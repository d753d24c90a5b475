import type { JobRecord } from '../../studies/library/records.ts';
import { translate } from '../locale/translate.ts';
import { useDense } from './dense.ts';
import { useLibrary } from './library.ts';
import { useReading } from './reading.ts';
import { useToasts } from './toasts.ts';

/** The study a run of the dense heart was started for; null for other jobs. */
export function denseStudyOf(job: JobRecord): string | null {
  const uid = job.params['studyUid'];
  return job.kind === 'densify' && typeof uid === 'string' ? uid : null;
}

/** Show the dense heart of a study, opening the study first when another one is open. */
export function openDense(studyUid: string, denseId: string | null): void {
  const study = useLibrary().study(studyUid);
  const cine = study?.series
    .flatMap(({ volumes }) => volumes)
    .find(({ kind, resultId }) => kind === 'cine' && resultId === null);
  if (!study || !cine) return;
  const reading = useReading();
  if (reading.openUid !== study.uid) reading.open(study);
  reading.show({ kind: 'dense', volumeId: cine.id, denseId });
}

/** A finished run shows itself where its reader waits for it; anywhere else it is only offered. */
export async function tellDense(job: JobRecord): Promise<void> {
  const studyUid = denseStudyOf(job);
  if (studyUid === null) return;
  // Its pictures and labels are volumes of the study.
  await Promise.all([useDense().load(studyUid), useLibrary().load()]);
  const reading = useReading();
  if (reading.study?.uid === studyUid && reading.shown?.kind === 'dense') {
    reading.show({ ...reading.shown, denseId: job.resultId });
    return;
  }
  useToasts().show({
    tone: 'ok',
    message: translate('dense.finished'),
    button: { label: translate('dense.open'), run: () => openDense(studyUid, job.resultId) },
  });
}
