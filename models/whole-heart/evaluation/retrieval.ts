import type { CaseRow } from './case-row.ts';
import { truthOf } from './phenotype-rows.ts';
import type { Recorded } from './recorded.ts';
import { mean } from './statistics.ts';
import { judged, type TableRow } from './table-row.ts';

const leastTop1 = 0.85;
const leastGain = 0.3;
const neighbours = 5;

/**
 * The same hearts scanned again, looked for among a gallery: how often the heart itself comes first, and
 * how near the mean of its five nearest others is in EDV and EF.
 */
export function retrievalRows(
  gallery: readonly CaseRow[],
  queries: readonly CaseRow[],
  recorded: Recorded,
): TableRow[] {
  const known = queries.filter(({ seed }) => gallery.some((row) => row.seed === seed));
  let first = 0;
  const errors = { edv: [] as number[], ef: [] as number[] };
  for (const query of known) {
    const ranked = gallery
      .map((row) => ({ row, cosine: dot(row.embedding, query.embedding) }))
      .sort((a, b) => b.cosine - a.cosine);
    if (ranked[0]!.row.seed === query.seed) first++;
    const others = ranked.filter(({ row }) => row.seed !== query.seed).slice(0, neighbours);
    const guess = (name: 'lvEdvMl' | 'lvEfPct') =>
      mean(others.map(({ row }) => truthOf(row, name))) - truthOf(query, name);
    errors.edv.push(Math.abs(guess('lvEdvMl')));
    errors.ef.push(Math.abs(guess('lvEfPct')));
  }
  const share = first / known.length;
  const pixels = recorded.rows.find(({ kind, name }) => kind === 'retrieval' && name === 'pca');
  const [edv, ef] = [mean(errors.edv), mean(errors.ef)];
  const gain = pixels && Math.min(1 - edv / Number(pixels['edv']), 1 - ef / Number(pixels['ef']));
  const nearest = `5-NN EDV ${edv.toFixed(1)} mL, EF ${ef.toFixed(2)} points`;
  const against = pixels
    ? `; PCA of pixels ${String(pixels['edv'])} mL, ${String(pixels['ef'])} points (recorded)`
    : '';
  const n = known.length;
  return [
    judged(
      { claim: 'retrieval', measure: `top-1 among ${gallery.length}`, bar: `>= ${leastTop1}`, n },
      share.toFixed(3),
      share >= leastTop1,
    ),
    judged(
      {
        claim: 'retrieval',
        measure: 'five nearest others',
        bar: '30 % below PCA of pixels',
        n: gain === undefined ? 0 : n,
      },
      `${nearest}${against}`,
      (gain ?? 0) >= leastGain,
    ),
  ];
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, n) => sum + value * b[n]!, 0);
}
