import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { JobRecord } from '../../studies/library/records.ts';
import { call } from '../client/call.ts';
import type { CallOptions } from '../client/route.ts';
import { useToasts } from './toasts.ts';

type NewJob = CallOptions<'POST /api/jobs'>['body'];
type ParamsOf<K extends NewJob['kind']> = Extract<NewJob, { kind: K }>['params'];

const active = (job: JobRecord) => job.state === 'queued' || job.state === 'running';

/** The queue: what runs, what waits, and what ended since the library was opened. */
export const useJobs = defineStore('jobs', () => {
  const toasts = useToasts();
  const jobs = shallowRef<readonly JobRecord[]>([]);

  /** What runs, then what waits in the order it will run, then what ended, newest first. */
  const inOrder = computed(() => [
    ...jobs.value.filter((job) => job.state === 'running'),
    ...waiting.value,
    ...jobs.value
      .filter((job) => !active(job))
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
  ]);
  const running = computed(() => jobs.value.find((job) => job.state === 'running'));
  const waiting = computed(() =>
    jobs.value
      .filter((job) => job.state === 'queued')
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt)),
  );
  const samples = computed(() => jobs.value.find((job) => job.kind === 'samples' && active(job)));
  const anyActive = computed(() => jobs.value.some(active));

  async function load(): Promise<void> {
    await toasts.guard(async () => {
      jobs.value = (await call('GET /api/jobs')).jobs;
    });
  }

  /** Take a job from an answer or from the event stream. */
  function take(job: JobRecord): void {
    jobs.value = [...jobs.value.filter((other) => other.id !== job.id), job];
  }

  const enhance = (volumeId: string, params: ParamsOf<'enhance'>) =>
    start({ kind: 'enhance', volumeId, params });
  const reconstruct = (projectionsId: string, params: ParamsOf<'reconstruct'>) =>
    start({ kind: 'reconstruct', projectionsId, params });
  const simulate = (volumeId: string, params: ParamsOf<'simulate'>) =>
    start({ kind: 'simulate', volumeId, params });
  const heart = (studyUid: string, params: ParamsOf<'heart'>) =>
    start({ kind: 'heart', studyUid, params });

  /** Put a job into the queue; undefined, and said to the user, when the engine refuses it. */
  async function start(body: NewJob): Promise<JobRecord | undefined> {
    const job = await toasts.guard(() => call('POST /api/jobs', { body }));
    if (job) takeNewer(job);
    return job;
  }

  async function loadSamples(): Promise<void> {
    const job = await toasts.guard(() => call('POST /api/samples'));
    if (job) takeNewer(job);
  }

  async function cancel(id: string): Promise<void> {
    const job = await toasts.guard(() => call('POST /api/jobs/:id/cancel', { params: { id } }));
    if (job) takeNewer(job);
  }

  /** An answer may arrive after the stream has told of later states; those must not be undone. */
  function takeNewer(job: JobRecord): void {
    const known = jobs.value.find((other) => other.id === job.id);
    if (!known || (active(known) && !(known.state === 'running' && job.state === 'queued'))) {
      take(job);
    }
  }

  return {
    jobs,
    inOrder,
    running,
    waiting,
    samples,
    anyActive,
    load,
    take,
    takeNewer,
    enhance,
    reconstruct,
    simulate,
    heart,
    loadSamples,
    cancel,
  };
});
