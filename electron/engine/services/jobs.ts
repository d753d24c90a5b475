import { setTimeout as sleep } from 'node:timers/promises';
import { checkEnhance, type EnhanceTools } from '../jobs/enhance.ts';
import { planDense } from '../../../studies/cardiac/dense/plan-dense.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { denseModel } from '../jobs/dense/densify.ts';
import { heartModel } from '../jobs/hearts/heart-tools.ts';
import { checkMatch } from '../jobs/match/match-job.ts';
import { isSettled, type Queue } from '../jobs/queue.ts';
import { planReconstruction } from '../jobs/scans/reconstruct.ts';
import { checkSimulation } from '../jobs/scans/simulate.ts';
import { StudyPlanes } from './hearts/study-planes.ts';
import type { JobsService } from './services.ts';

/** Jobs of other processes tell nobody, so the ledger is asked. */
const lookEveryMs = 100;

export function createJobs(
  queue: Queue,
  tools: EnhanceTools,
  planes = new StudyPlanes(tools),
): JobsService {
  return {
    list: () => Promise.try(() => queue.list()),
    get: (id) => Promise.try(() => queue.get(id)),
    async enhance({ volumeId, params }) {
      await checkEnhance(tools, tools.library.volumes.get(volumeId), params);
      return queue.add({ kind: 'enhance', sourceVolumeId: volumeId, params });
    },
    reconstruct: ({ projectionsId, params }) =>
      Promise.try(() => {
        planReconstruction(tools.library.projections.get(projectionsId), params);
        const source = { projectionsId, ...params };
        return queue.add({ kind: 'reconstruct', sourceVolumeId: null, params: source });
      }),
    simulate: ({ volumeId, params }) =>
      Promise.try(() => {
        checkSimulation(tools.library.volumes.get(volumeId), params);
        return queue.add({ kind: 'simulate', sourceVolumeId: volumeId, params });
      }),
    async heart({ studyUid, params }) {
      await tools.models.find(heartModel);
      const { leadVolumeId } = await planes.read(studyUid);
      return queue.add({
        kind: 'heart',
        sourceVolumeId: leadVolumeId,
        params: { studyUid, ...params },
      });
    },
    async densify({ studyUid, params }) {
      await tools.models.find(denseModel);
      const { planes: found, frame, leadVolumeId, phases } = await planes.read(studyUid);
      if (frame === null) throw new SparrowError('cardiac/no-planes');
      const shortAxis = found.filter(({ used, view }) => used && view === 'sax');
      planDense(shortAxis, frame, params);
      if (params.phase !== 'all' && params.phase >= phases)
        throw new SparrowError('dense/no-phase', { phase: params.phase + 1, phases });
      return queue.add({
        kind: 'densify',
        sourceVolumeId: leadVolumeId,
        params: { studyUid, ...params },
      });
    },
    implicit: ({ denseId }) =>
      Promise.try(() => {
        const { studyUid } = tools.library.dense.get(denseId);
        return queue.add({
          kind: 'implicit',
          sourceVolumeId: null,
          params: { denseId, studyUid },
        });
      }),
    match: ({ params }) =>
      Promise.try(() => {
        checkMatch(tools.library, params);
        return queue.add({ kind: 'match', sourceVolumeId: params.movingVolumeId, params });
      }),
    preview: (id) => Promise.try(() => queue.preview(id)),
    cancel: (id) => Promise.try(() => queue.cancel(id)),
    async settled(id) {
      for (;;) {
        const job = queue.get(id);
        if (isSettled(job)) return job;
        await sleep(lookEveryMs);
      }
    },
  };
}
