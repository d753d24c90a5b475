import { translate } from '../../locale/translate.ts';

/** "2 steps · seed 1", and the samples where there is more than one. */
export function runSettings(run: { steps?: unknown; samples?: unknown; seed?: unknown }): string {
  const parts = [translate('jobs.steps', {}, Number(run.steps))];
  if (Number(run.samples ?? 1) > 1) parts.push(translate('jobs.samples', {}, Number(run.samples)));
  parts.push(translate('jobs.seed', { seed: Number(run.seed) }));
  return parts.join(' · ');
}
