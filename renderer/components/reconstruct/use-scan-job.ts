import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue';
import { useJobs } from '../../stores/jobs.ts';
import type { JobRecord } from '../../../studies/library/records.ts';

/** The newest reconstruction of a scan in the queue, whatever became of it. */
export function useScanJob(
  projectionsId: MaybeRefOrGetter<string | undefined>,
): ComputedRef<JobRecord | undefined> {
  const jobs = useJobs();
  return computed(
    () =>
      jobs.jobs
        .filter(
          (job) =>
            job.kind === 'reconstruct' && job.params['projectionsId'] === toValue(projectionsId),
        )
        .sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0],
  );
}

/** The same job while it waits or runs; undefined once it has ended. */
export function activeOf(job: JobRecord | undefined): JobRecord | undefined {
  return job?.state === 'running' || job?.state === 'queued' ? job : undefined;
}

/** What the steps of its progress are. */
export function progressUnit(job: JobRecord): 'view' | 'iteration' {
  return job.params['method'] === 'fdk' ? 'view' : 'iteration';
}
