import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { DenseResult } from '../../studies/library/dense-records.ts';
import type { DenseChoice } from '../client/dense.ts';
import { call } from '../client/call.ts';
import { useJobs } from './jobs.ts';
import { useToasts } from './toasts.ts';

/** The dense hearts of studies: what the runs made, and the run that goes on. */
export const useDense = defineStore('dense', () => {
  const toasts = useToasts();
  const jobs = useJobs();
  const results = shallowRef<readonly DenseResult[]>([]);
  /** Studies that were asked for: an empty list then means that there are none. */
  const loaded = shallowRef<ReadonlySet<string>>(new Set());
  /** What went wrong while reading a study's, by study; shown in its panel. */
  const failures = shallowRef<ReadonlyMap<string, unknown>>(new Map());
  /** Why a run could not be started, by study. */
  const refusals = shallowRef<ReadonlyMap<string, unknown>>(new Map());

  async function load(studyUid: string): Promise<void> {
    failures.value = without(failures.value, studyUid);
    try {
      const { dense } = await call('GET /api/studies/:uid/dense', { params: { uid: studyUid } });
      results.value = [...results.value.filter((one) => one.studyUid !== studyUid), ...dense];
      loaded.value = new Set([...loaded.value, studyUid]);
    } catch (error) {
      failures.value = new Map([...failures.value, [studyUid, error]]);
    }
  }

  /** Read anew what was read before: something changed it. */
  async function refresh(): Promise<void> {
    await Promise.all([...loaded.value].map(load));
  }

  /** Newest first. */
  function ofStudy(studyUid: string): DenseResult[] {
    return results.value
      .filter((result) => result.studyUid === studyUid)
      .sort((a, b) => b.created.localeCompare(a.created));
  }

  async function run(studyUid: string, params: DenseChoice): Promise<void> {
    refusals.value = without(refusals.value, studyUid);
    try {
      jobs.takeNewer(await call('POST /api/jobs', { body: { kind: 'densify', studyUid, params } }));
    } catch (error) {
      refusals.value = new Map([...refusals.value, [studyUid, error]]);
    }
  }

  const jobsOf = (studyUid: string) =>
    jobs.inOrder.filter((job) => job.kind === 'densify' && job.params['studyUid'] === studyUid);

  /** The run of this study that waits or goes on. */
  const jobOf = (studyUid: string) =>
    jobsOf(studyUid).find(({ state }) => state === 'running' || state === 'queued');

  /** The last run of this study when it failed. */
  function failedJobOf(studyUid: string) {
    const [last] = jobsOf(studyUid);
    return last?.state === 'failed' ? last : undefined;
  }

  async function remove(id: string): Promise<void> {
    await toasts.guard(async () => {
      await call('DELETE /api/dense/:id', { params: { id } });
      results.value = results.value.filter((other) => other.id !== id);
    });
  }

  return {
    results,
    loaded,
    failures,
    refusals,
    load,
    refresh,
    ofStudy,
    run,
    jobOf,
    failedJobOf,
    remove,
  };
});

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  return new Map([...map].filter(([other]) => other !== key));
}
