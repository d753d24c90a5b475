import { BroadcastChannel } from 'node:worker_threads';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import type { MatchRegion } from '../../../../studies/positioning/registration/region.ts';
import { structureMask } from '../../../../studies/positioning/structures/mask.ts';
import type { MatchOrder } from './match-order.ts';
import { runMatch, type MatchFindings, type MatchStep, type Opinion } from './run-match.ts';

/**
 * The thread's side of a match: masks are drawn here, so that nothing of it holds the engine.
 * @param channel where each step is told as it begins
 * Throws as `runMatch`, and 'positioning/no-structure' for a region that encloses nothing.
 */
export async function matchInThread(order: MatchOrder, channel: string): Promise<MatchFindings> {
  const steps = new BroadcastChannel(channel);
  const { geometry } = order.fixed;
  const structures = order.structures.flatMap(({ name, contours }) => {
    const mask = structureMask({ contours }, geometry);
    return mask === null ? [] : [{ name, mask }];
  });
  try {
    const opinion = order.params.secondOpinion ? await secondOpinion() : null;
    const input = { ...order, region: regionOf(order), structures, opinion };
    // The thread is ended from outside.
    const { signal } = new AbortController();
    return await runMatch(input, (step: MatchStep) => steps.postMessage(step), signal);
  } finally {
    steps.close();
  }
}

/** Megabytes of WebAssembly, loaded only where they are asked for. */
async function secondOpinion(): Promise<Opinion> {
  const { elastixOpinion } = await import('./elastix-opinion.ts');
  return elastixOpinion;
}

function regionOf({ params, regionStructure, fixed }: MatchOrder): MatchRegion {
  const { region } = params;
  if (region.kind !== 'structure') return region;
  const { name = '', contours = [] } = regionStructure ?? {};
  const mask = structureMask({ contours }, fixed.geometry);
  if (mask === null || !mask.voxels.includes(1)) {
    throw new SparrowError('positioning/no-structure', { name });
  }
  return { kind: 'structure', mask, marginMm: region.marginMm };
}
