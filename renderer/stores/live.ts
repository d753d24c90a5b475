import type { EngineEvent } from '../../electron/engine/contract/shapes.ts';
import type { JobRecord } from '../../studies/library/records.ts';
import { followEvents } from '../client/events.ts';
import { translate } from '../locale/translate.ts';
import { useDense } from './dense.ts';
import { tellDense } from './dense-done.ts';
import { useDenseImplicit } from './dense-implicit.ts';
import { tellHeart } from './heart-done.ts';
import { useHearts } from './hearts.ts';
import { useImports } from './imports.ts';
import { useJobs } from './jobs.ts';
import { useLibrary } from './library.ts';
import { useMatches } from './matches.ts';
import { tellMatch } from './matches-done.ts';
import { useMachine } from './machine.ts';
import { showMade } from './made.ts';
import { useModels } from './models.ts';
import { usePlanning } from './planning.ts';
import { useReading } from './reading.ts';
import { useResults } from './results.ts';
import { useSettings } from './settings.ts';
import { useToasts } from './toasts.ts';

/** Fill every store, bring the last study back, and keep all of it true from the event stream. */
export async function startLive(): Promise<() => void> {
  const stop = followEvents({
    onEvent: (event) => void takeEvent(event),
    onState: (state) => (useMachine().connection = state),
  });
  await Promise.all([useSettings().load(), readAll(), useModels().load()]);
  useReading().resume();
  return stop;
}

async function readAll(): Promise<void> {
  await Promise.all([
    useLibrary().load(),
    useJobs().load(),
    useResults().load(),
    useHearts().refresh(),
    useDense().refresh(),
    useMatches().refresh(),
    usePlanning().refresh(),
  ]);
}

/** One event of the engine, given to the store it concerns. */
export async function takeEvent(event: EngineEvent): Promise<void> {
  switch (event.type) {
    case 'job':
      return takeJob(event.job);
    case 'import':
      return useImports().follow(event.import);
    case 'library':
      if (event.change === 'studies') {
        // A planning CT or its structures may have come, or gone.
        await Promise.all([useLibrary().load(), useMatches().refresh(), usePlanning().refresh()]);
        return;
      }
      if (event.change === 'results') return useResults().load();
      if (event.change === 'hearts') return useHearts().refresh();
      if (event.change === 'matches') return useMatches().refresh();
      return;
    case 'reload':
      return readAll();
  }
}

async function takeJob(job: JobRecord): Promise<void> {
  const jobs = useJobs();
  const before = jobs.jobs.find((other) => other.id === job.id);
  jobs.take(job);
  if (before?.state === job.state) return;
  if (job.state === 'failed') tellFailure(job);
  if (job.state !== 'done') return;
  if (job.kind === 'samples') return useLibrary().load();
  if (job.kind === 'embed') return;
  if (job.kind === 'heart') return tellHeart(job);
  if (job.kind === 'densify') return tellDense(job);
  if (job.kind === 'match') return tellMatch(job);
  if (job.kind === 'implicit') return useDenseImplicit().tell(job);
  if (job.kind === 'reconstruct' || job.kind === 'simulate') {
    await useLibrary().load();
    showMade(job);
    return;
  }
  // The result's volumes belong to the study: it can be read like any other.
  await Promise.all([useResults().load(), useLibrary().load()]);
  tellFinished(job);
}

function tellFailure(job: JobRecord): void {
  if (!job.error) return;
  useToasts().show({ tone: 'danger', message: job.error.message, advice: job.error.action });
}

/** A finished run offers its comparison wherever the reader is now. */
function tellFinished(job: JobRecord): void {
  const { resultId, sourceVolumeId } = job;
  if (resultId === null || sourceVolumeId === null) return;
  const compare = () => {
    const source = useLibrary().volume(sourceVolumeId);
    const study = source && useLibrary().study(source.studyUid);
    if (!study) return;
    const reading = useReading();
    if (reading.openUid !== study.uid) reading.open(study);
    reading.show({ kind: 'compare', resultId });
  };
  useToasts().show({
    tone: 'ok',
    message: translate('jobs.finished'),
    button: { label: translate('jobs.compare'), run: compare },
  });
}
