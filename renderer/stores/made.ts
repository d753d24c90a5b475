import type { JobRecord } from '../../studies/library/records.ts';
import { translate } from '../locale/translate.ts';
import { useLibrary } from './library.ts';
import { useReading, type Shown } from './reading.ts';
import { useToasts } from './toasts.ts';

/**
 * What a finished reconstruction or simulation is best looked at as: its volume, or the sparse
 * volume beside the dense one; null when nothing of it is in the library.
 */
export function shownOf(job: JobRecord): Shown | null {
  const library = useLibrary();
  const volumes = (job.made?.volumes ?? []).flatMap((id) => library.volume(id) ?? []);
  const [first, ...others] = [...volumes].sort((a, b) => (a.views ?? 0) - (b.views ?? 0));
  if (!first) return null;
  const densest = others.at(-1);
  return densest
    ? { kind: 'pair', volumeId: first.id, againstId: densest.id }
    : { kind: 'volume', volumeId: first.id };
}

/**
 * Open what a job made when its reader is still waiting in front of it; anywhere else only offer it,
 * so that no picture is taken away from under a reader's eyes.
 */
export function showMade(job: JobRecord): void {
  const made = shownOf(job);
  if (!made) return;
  if (isWaiting(job)) return useReading().show(made);
  useToasts().show({
    tone: 'ok',
    message: translate(`projections.finished.${job.kind}`),
    button: { label: translate('projections.open'), run: () => openMade(made) },
  });
}

/** Show it, opening its study first when another one is open. */
export function openMade(made: Shown): void {
  const library = useLibrary();
  const reading = useReading();
  const volume =
    made.kind === 'volume' || made.kind === 'pair' ? library.volume(made.volumeId) : undefined;
  const study = volume && library.study(volume.studyUid);
  if (!study) return;
  if (reading.openUid !== study.uid) reading.open(study);
  reading.show(made);
}

/** The reader still looks at what the job was started from, with its panel open. */
function isWaiting(job: JobRecord): boolean {
  const { side, study, projections, volume } = useReading();
  if (!study) return false;
  if (job.kind === 'reconstruct') {
    const from = job.params['projectionsId'];
    return projections !== undefined && (from === undefined || from === projections.id);
  }
  return side === 'simulate' && volume !== undefined && volume.id === job.sourceVolumeId;
}
