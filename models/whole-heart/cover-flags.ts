import type { HeartFlag, HeartPlane } from '../../studies/library/heart-records.ts';
import { flag } from './flag.ts';
import type { HeartMaskFacts } from './messages.ts';
import { longSpans, mean, stackAtFullest } from './shape-facts.ts';

/** The ventricle may reach this far beyond the stack's outer slabs, mm. */
const mostMissedMm = 8;
/** Share of the largest cavity that an outer slice may cut when no long axis tells the end, percent. */
const mostOpenPct = { base: 75, apex: 40 };

/**
 * Whether base and apex are covered, by what was drawn: by the cavity's extent on long-axis planes
 * where there are any, else by how large the outer slices still cut it.
 */
export function coverFlags(facts: HeartMaskFacts, used: readonly HeartPlane[]): HeartFlag[] {
  const stack = stackAtFullest(facts);
  if (stack.length < 2) return [];
  const [first, last] = [stack[0]!, stack.at(-1)!];
  const largest = Math.max(...stack.map(({ cm2 }) => cm2));
  if (largest === 0) {
    const value = facts.longAxis.length;
    return [flag('heart-flag/no-ventricle', 'review', { value, limit: 1, unit: 'planes' })];
  }
  const ordered = used
    .filter(({ view, order }) => view === 'sax' && order !== null)
    .sort((a, b) => a.order! - b.order!);
  const ends = { base: ordered[0]?.id ?? null, apex: ordered.at(-1)?.id ?? null };
  const spans = longSpans(facts);
  if (spans.length === 0) {
    return (['base', 'apex'] as const).flatMap((end) => {
      const value = (100 * (end === 'base' ? first : last).cm2) / largest;
      const limit = mostOpenPct[end];
      const numbers = { value, limit, unit: '%', planeId: ends[end] };
      return value > limit ? [flag(`heart-flag/${end}-open`, 'review', numbers)] : [];
    });
  }
  const halfStep = (last.heightMm - first.heightMm) / (stack.length - 1) / 2;
  const missed = {
    base: first.heightMm - halfStep - mean(spans.map(({ baseMm }) => baseMm)),
    apex: mean(spans.map(({ apexMm }) => apexMm)) - (last.heightMm + halfStep),
  };
  return (['base', 'apex'] as const).flatMap((end) => {
    const numbers = { value: missed[end], limit: mostMissedMm, unit: 'mm', planeId: ends[end] };
    return missed[end] > mostMissedMm ? [flag(`heart-flag/${end}-missed`, 'review', numbers)] : [];
  });
}
