import type { JobRecord } from '../../studies/library/records.ts';
import { translate } from '../locale/translate.ts';
import { canPosition } from './can-position.ts';
import { useLibrary } from './library.ts';
import { useMatches } from './matches.ts';
import { useReading } from './reading.ts';
import { useToasts } from './toasts.ts';

/** Show the positioning of a study, opening the study first when another one is open. */
export function openPositioning(studyUid: string, matchId: string | null): void {
  const study = useLibrary().study(studyUid);
  if (!study) return;
  const reading = useReading();
  const scans = study.series.flatMap(({ volumes }) => volumes).filter(canPosition);
  const here = reading.openUid === studyUid ? reading.volumeId : undefined;
  const volume = scans.find(({ id }) => id === here) ?? scans[0];
  if (!volume) return;
  if (reading.openUid !== study.uid) reading.open(study);
  reading.show({ kind: 'position', volumeId: volume.id, matchId });
}

/** A finished match shows itself where its reader waits for it; anywhere else it is only offered. */
export async function tellMatch(job: JobRecord): Promise<void> {
  const matches = useMatches();
  const studyUid = matches.studyOf(job);
  if (studyUid === null) return;
  await matches.load(studyUid);
  if (matches.pending) await useToasts().guard(matches.loadPending);
  const reading = useReading();
  if (reading.study?.uid === studyUid && reading.shown?.kind === 'position') {
    reading.show({ ...reading.shown, matchId: job.resultId });
    return;
  }
  useToasts().show({
    tone: 'ok',
    message: translate('positioning.finished'),
    button: {
      label: translate('positioning.open'),
      run: () => openPositioning(studyUid, job.resultId),
    },
  });
}
