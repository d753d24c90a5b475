import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { ResultRecord, StudyRecord, VolumeRecord } from '../../studies/library/records.ts';
import { call } from '../client/call.ts';
import { useToasts } from './toasts.ts';

/** What the models made. Their volumes are read when asked for and kept. */
export const useResults = defineStore('results', () => {
  const toasts = useToasts();
  const results = shallowRef<readonly ResultRecord[]>([]);
  const volumes = new Map<string, Promise<VolumeRecord | undefined>>();

  async function load(): Promise<void> {
    await toasts.guard(async () => {
      results.value = (await call('GET /api/results')).results;
    });
  }

  /** Results made from a volume of this study, newest first. */
  function ofStudy(study: StudyRecord): ResultRecord[] {
    const sources = new Set(study.series.flatMap((s) => s.volumes.map((v) => v.id)));
    return results.value
      .filter((result) => sources.has(result.source))
      .sort((a, b) => b.created.localeCompare(a.created));
  }

  function result(id: string): ResultRecord | undefined {
    return results.value.find((candidate) => candidate.id === id);
  }

  /** A volume that came with a result: its output, a map, a step; undefined where it fails. */
  function volume(id: string): Promise<VolumeRecord | undefined> {
    const known = volumes.get(id);
    if (known) return known;
    const asked = toasts.guard(() => call('GET /api/volumes/:id', { params: { id } }));
    volumes.set(id, asked);
    void asked.then((found) => found ?? volumes.delete(id));
    return asked;
  }

  async function remove(id: string): Promise<void> {
    await toasts.guard(async () => {
      await call('DELETE /api/results/:id', { params: { id } });
      results.value = results.value.filter((other) => other.id !== id);
    });
  }

  return { results, load, ofStudy, result, volume, remove };
});
