import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { MatchRecord, MatchSetup } from '../../studies/library/match-records.ts';
import type { JobRecord } from '../../studies/library/records.ts';
import { call } from '../client/call.ts';
import { signMatch, type MatchChoice, type SigningBody } from '../client/matches.ts';
import { translate } from '../locale/translate.ts';
import { useJobs } from './jobs.ts';
import { useLibrary } from './library.ts';
import { useToasts } from './toasts.ts';

/** How long a deletion can be taken back before the engine hears of it. */
const undoMs = 8000;

/** Positioning checks of studies: what can be matched, what was, what waits for a signature. */
export const useMatches = defineStore('matches', () => {
  const toasts = useToasts();
  const jobs = useJobs();
  const library = useLibrary();
  const setups = shallowRef<ReadonlyMap<string, MatchSetup>>(new Map());
  const records = shallowRef<readonly MatchRecord[]>([]);
  /** Studies that were asked for: an empty list then means that there are none. */
  const loaded = shallowRef<ReadonlySet<string>>(new Set());
  /** Why a study's could not be read, and why a match could not be started, by study. */
  const failures = shallowRef<ReadonlyMap<string, unknown>>(new Map());
  const refusals = shallowRef<ReadonlyMap<string, unknown>>(new Map());
  /** Of all studies, oldest first; null until read. */
  const pending = shallowRef<readonly MatchRecord[] | null>(null);
  const people = shallowRef<readonly string[]>([]);
  /** Deleted on the screen, and not yet in the library. */
  const leaving = new Map<string, ReturnType<typeof setTimeout>>();
  const stays = ({ id }: MatchRecord) => !leaving.has(id);

  async function load(studyUid: string): Promise<void> {
    failures.value = without(failures.value, studyUid);
    const params = { uid: studyUid };
    try {
      const [setup, { matches }] = await Promise.all([
        call('GET /api/studies/:uid/positioning', { params }),
        call('GET /api/studies/:uid/matches', { params }),
      ]);
      setups.value = new Map([...setups.value, [studyUid, setup]]);
      const others = records.value.filter((one) => one.studyUid !== studyUid);
      records.value = [...others, ...matches.filter(stays)];
      loaded.value = new Set([...loaded.value, studyUid]);
    } catch (error) {
      failures.value = new Map([...failures.value, [studyUid, error]]);
    }
  }

  /** Read anew what was read before: something changed it. */
  async function refresh(): Promise<void> {
    await Promise.all([...loaded.value].map(load));
    if (pending.value) await loadPending();
  }

  /** Throws ClientError. */
  async function loadPending(): Promise<void> {
    pending.value = (await call('GET /api/matches')).matches.filter(stays);
  }

  /** Newest first. */
  function ofStudy(studyUid: string): MatchRecord[] {
    return records.value
      .filter((record) => record.studyUid === studyUid)
      .sort((a, b) => b.created.localeCompare(a.created));
  }

  async function run(studyUid: string, params: MatchChoice): Promise<void> {
    refusals.value = without(refusals.value, studyUid);
    try {
      jobs.takeNewer(await call('POST /api/jobs', { body: { kind: 'match', params } }));
    } catch (error) {
      refusals.value = new Map([...refusals.value, [studyUid, error]]);
    }
  }

  /** The study of the scan that a match job is about; null for other jobs and a scan that is gone. */
  function studyOf(job: JobRecord): string | null {
    if (job.kind !== 'match') return null;
    const { studyUid, movingVolumeId } = job.params;
    if (typeof studyUid === 'string') return studyUid;
    if (typeof movingVolumeId !== 'string') return null;
    const setup = [...setups.value.values()].find(({ scans }) =>
      scans.some(({ volumeId }) => volumeId === movingVolumeId),
    );
    return setup?.studyUid ?? library.volume(movingVolumeId)?.studyUid ?? null;
  }

  const jobsOf = (studyUid: string) => jobs.inOrder.filter((job) => studyOf(job) === studyUid);

  /** The match of this study that waits or goes on. */
  const jobOf = (studyUid: string) =>
    jobsOf(studyUid).find(({ state }) => state === 'running' || state === 'queued');

  /** The last match of this study when it failed. */
  function failedJobOf(studyUid: string) {
    const [last] = jobsOf(studyUid);
    return last?.state === 'failed' ? last : undefined;
  }

  /** Hide a match at once; the engine deletes it when the time to undo has passed. */
  function remove(record: MatchRecord): void {
    const drop = (list: readonly MatchRecord[]) => list.filter(({ id }) => id !== record.id);
    records.value = drop(records.value);
    if (pending.value) pending.value = drop(pending.value);
    leaving.set(
      record.id,
      setTimeout(() => void removeNow(record), undoMs),
    );
    toasts.show({
      message: translate('positioning.removed'),
      button: { label: translate('library.undo'), run: () => bringBack(record) },
    });
  }

  async function removeNow(record: MatchRecord): Promise<void> {
    const gone = await toasts.guard(() =>
      call('DELETE /api/matches/:id', { params: { id: record.id } }),
    );
    if (!gone) return bringBack(record);
    leaving.delete(record.id);
  }

  function bringBack(record: MatchRecord): void {
    clearTimeout(leaving.get(record.id));
    if (leaving.delete(record.id)) records.value = [...records.value, record];
    void toasts.guard(refresh);
  }

  /** Throws ClientError: a wrong PIN, a missing reason. */
  async function sign(id: string, body: SigningBody): Promise<void> {
    const signed = await signMatch(id, body);
    records.value = records.value.map((one) => (one.id === id ? signed : one));
    if (pending.value) await loadPending();
  }

  /** Throws ClientError. */
  async function loadPeople(): Promise<void> {
    people.value = (await call('GET /api/people')).people;
  }

  /** Throws ClientError: the name is taken. */
  async function addPerson(name: string, pin: string): Promise<void> {
    people.value = (await call('POST /api/people', { body: { name, pin } })).people;
  }

  return {
    setups,
    records,
    loaded,
    failures,
    refusals,
    pending,
    people,
    load,
    refresh,
    loadPending,
    ofStudy,
    run,
    studyOf,
    jobOf,
    failedJobOf,
    remove,
    sign,
    loadPeople,
    addPerson,
  };
});

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  return new Map([...map].filter(([other]) => other !== key));
}
