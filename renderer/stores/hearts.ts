import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type {
  HeartCorrections,
  HeartPlanes,
  HeartResult,
} from '../../studies/library/heart-records.ts';
import { call } from '../client/call.ts';
import { useJobs } from './jobs.ts';
import { useToasts } from './toasts.ts';

/** What is known of a study's heart before a run, and what the runs found. */
export const useHearts = defineStore('hearts', () => {
  const toasts = useToasts();
  const jobs = useJobs();
  const planes = shallowRef<ReadonlyMap<string, HeartPlanes>>(new Map());
  const results = shallowRef<readonly HeartResult[]>([]);
  /** Studies whose hearts were asked for: an empty list then means that there are none. */
  const loaded = shallowRef<ReadonlySet<string>>(new Set());
  const correcting = ref(false);

  /** Reads both; a failure is said. */
  async function load(studyUid: string): Promise<void> {
    await Promise.all([loadPlanes(studyUid), loadResults(studyUid)]);
  }

  async function loadPlanes(studyUid: string): Promise<void> {
    const params = { uid: studyUid };
    const found = await toasts.guard(() => call('GET /api/studies/:uid/heart/planes', { params }));
    if (found) takePlanes(found);
  }

  async function loadResults(studyUid: string): Promise<void> {
    await toasts.guard(async () => {
      const { hearts } = await call('GET /api/studies/:uid/hearts', { params: { uid: studyUid } });
      results.value = [...results.value.filter((other) => other.studyUid !== studyUid), ...hearts];
      loaded.value = new Set([...loaded.value, studyUid]);
    });
  }

  /** Read anew what was read before: something changed it. */
  async function refresh(): Promise<void> {
    await Promise.all([...loaded.value].map(loadResults));
  }

  function takePlanes(found: HeartPlanes): void {
    planes.value = new Map([...planes.value, [found.studyUid, found]]);
  }

  /** Newest first. */
  function ofStudy(studyUid: string): HeartResult[] {
    return results.value
      .filter((result) => result.studyUid === studyUid)
      .sort((a, b) => b.created.localeCompare(a.created));
  }

  function result(id: string): HeartResult | undefined {
    return results.value.find((candidate) => candidate.id === id);
  }

  /** A result measured anew takes the place of what was known of it. */
  function take(next: HeartResult): void {
    results.value = [...results.value.filter((other) => other.id !== next.id), next];
  }

  /** Keep a correction; what it does not name stays as it was. */
  async function correct(studyUid: string, change: Partial<HeartCorrections>): Promise<void> {
    const before = planes.value.get(studyUid);
    if (!before) return;
    const body = { ...before.corrections, ...change };
    const params = { uid: studyUid };
    correcting.value = true;
    const found = await toasts.guard(() =>
      call('PUT /api/studies/:uid/heart/corrections', { params, body }),
    );
    correcting.value = false;
    if (found) takePlanes(found);
  }

  /** Back to what was found, height and weight excepted: no picture tells them. */
  const reset = (studyUid: string) =>
    correct(studyUid, {
      views: {},
      used: {},
      orderReversed: false,
      centreMm: null,
      edPhase: null,
      esPhase: null,
    });

  const analyse = (studyUid: string) => jobs.heart(studyUid, { provider: 'auto' });

  /** The run of this study that waits or goes on. */
  const jobOf = (studyUid: string) =>
    jobs.inOrder.find(
      (job) =>
        job.kind === 'heart' &&
        job.params['studyUid'] === studyUid &&
        (job.state === 'running' || job.state === 'queued'),
    );

  async function remove(id: string): Promise<void> {
    await toasts.guard(async () => {
      await call('DELETE /api/hearts/:id', { params: { id } });
      results.value = results.value.filter((other) => other.id !== id);
    });
  }

  return {
    planes,
    results,
    loaded,
    correcting,
    load,
    loadResults,
    refresh,
    ofStudy,
    result,
    take,
    correct,
    reset,
    analyse,
    jobOf,
    remove,
  };
});
