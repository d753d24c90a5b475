import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { StudyPlanning } from '../../studies/library/planning-records.ts';
import { call } from '../client/call.ts';

/** Structure sets, plans and RT images of the patients whose pictures are looked at, by study. */
export const usePlanning = defineStore('planning', () => {
  const found = shallowRef<ReadonlyMap<string, StudyPlanning>>(new Map());
  /** Why a study's could not be read. */
  const failures = shallowRef<ReadonlyMap<string, unknown>>(new Map());
  const asked = new Set<string>();

  async function load(studyUid: string): Promise<void> {
    asked.add(studyUid);
    try {
      const planning = await call('GET /api/studies/:uid/planning', { params: { uid: studyUid } });
      found.value = new Map([...found.value, [studyUid, planning]]);
      failures.value = new Map([...failures.value].filter(([uid]) => uid !== studyUid));
    } catch (error) {
      failures.value = new Map([...failures.value, [studyUid, error]]);
    }
  }

  /** Read what nobody has asked for yet. */
  function need(studyUid: string): void {
    if (!asked.has(studyUid)) void load(studyUid);
  }

  /** Read anew what was read before: files came or went. */
  async function refresh(): Promise<void> {
    await Promise.all([...asked].map(load));
  }

  return { found, failures, load, need, refresh };
});
