import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { ImplicitSummary } from '../../electron/engine/contract/dense-routes.ts';
import type { JobRecord } from '../../studies/library/records.ts';
import { askImplicit, fitImplicit } from '../client/dense.ts';
import { useJobs } from './jobs.ts';

/** The second opinion on dense hearts: implicit surfaces fitted to their measured slices. */
export const useDenseImplicit = defineStore('dense-implicit', () => {
  const jobs = useJobs();
  /** By dense heart; null: asked for, and there is none. */
  const summaries = shallowRef<ReadonlyMap<string, ImplicitSummary | null>>(new Map());
  const failures = shallowRef<ReadonlyMap<string, unknown>>(new Map());

  function put(id: string, summary: ImplicitSummary | null, failure: unknown): void {
    summaries.value = new Map([...summaries.value, [id, summary]]);
    failures.value = new Map([...failures.value, [id, failure]]);
  }

  async function load(id: string): Promise<void> {
    try {
      put(id, await askImplicit(id), null);
    } catch (error) {
      put(id, null, error);
    }
  }

  /** Starts a fit; what comes of it is told by its job. */
  async function fit(id: string): Promise<void> {
    try {
      jobs.takeNewer(await fitImplicit(id));
      put(id, summaries.value.get(id) ?? null, null);
    } catch (error) {
      put(id, summaries.value.get(id) ?? null, error);
    }
  }

  /** A fit that ended is read. */
  async function tell(job: JobRecord): Promise<void> {
    const id = job.params['denseId'];
    if (job.kind === 'implicit' && typeof id === 'string') await load(id);
  }

  const jobsOf = (id: string) =>
    jobs.inOrder.filter((job) => job.kind === 'implicit' && job.params['denseId'] === id);
  const jobOf = (id: string) =>
    jobsOf(id).find(({ state }) => state === 'running' || state === 'queued');
  function failedJobOf(id: string) {
    const [last] = jobsOf(id);
    return last?.state === 'failed' ? last : undefined;
  }

  return { summaries, failures, load, fit, tell, jobOf, failedJobOf };
});
