import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { JobRecord } from '../../studies/library/records.ts';
import { callBinary } from '../client/call.ts';
import { decodePreview, type Preview } from '../viewer/preview.ts';

/** What running reconstructions look like so far, by job. */
export const usePreviews = defineStore('previews', () => {
  const shown = shallowRef<{ jobId: string; preview: Preview } | null>(null);
  let asking = false;

  /** Ask anew; the last picture stands where there is no new one. */
  async function refresh(job: JobRecord): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      const params = { id: job.id };
      const response = await callBinary('GET /api/jobs/:id/preview', { params });
      const preview = decodePreview(await response.arrayBuffer());
      if (preview) shown.value = { jobId: job.id, preview };
    } catch {
      // A job that ended a moment ago has no preview any more; its result comes by itself.
    } finally {
      asking = false;
    }
  }

  function of(jobId: string): Preview | null {
    return shown.value?.jobId === jobId ? shown.value.preview : null;
  }

  return { refresh, of };
});
