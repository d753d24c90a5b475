import type { JobRecord } from '../../studies/library/records.ts';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { Services } from '../engine/services/services.ts';
import { ReportedError } from './command.ts';
import type { Session } from './session.ts';

/** Until the job is done; Ctrl-C cancels it. Rejects when it failed or was cancelled, by whomever. */
export async function watchJob(
  services: Services,
  job: JobRecord,
  { out, signal }: Session,
): Promise<JobRecord> {
  services.events.subscribe(({ event }) => {
    if (event.type === 'job' && event.job.id === job.id && event.job.progress) {
      out.progress(event.job.progress);
    }
  });
  const cancel = () => void services.jobs.cancel(job.id);
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const ended = await services.jobs.settled(job.id);
  out.clearBar();
  if (ended.error !== null) throw new ReportedError(ended.error);
  if (ended.state === 'cancelled') throw new SparrowError('cli/cancelled');
  return ended;
}
