import { translate } from '../../locale/translate.ts';

interface Run {
  steps?: unknown;
  samples?: unknown;
  seed?: unknown;
  start?: unknown;
  refine?: unknown;
}

/** "2 steps · seed 1", with samples, start and refinement where they are not the plainest. */
export function runSettings(run: Run): string {
  const parts = [translate('jobs.steps', {}, Number(run.steps))];
  if (Number(run.samples ?? 1) > 1) parts.push(translate('jobs.samples', {}, Number(run.samples)));
  parts.push(translate('jobs.seed', { seed: Number(run.seed) }));
  if (run.start === 'projections') parts.push(translate('jobs.fromProjections'));
  const refine = Number(run.refine ?? 0);
  if (refine > 0) parts.push(translate('jobs.refined', {}, refine));
  return parts.join(' · ');
}
