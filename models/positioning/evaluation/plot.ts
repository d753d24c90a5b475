import { goodWithin, quantile } from './error-statistics.ts';
import type { MatchRow } from './match-rows.ts';

const rowHeight = 26;
const left = 250;
const panel = 300;
const gap = 40;
const top = 54;
/** Ends of the logarithmic axes. */
const axes = {
  mm: { from: 0.005, to: 10, ticks: [0.01, 0.1, 1, 10] },
  deg: { from: 0.005, to: 10, ticks: [0.01, 0.1, 1, 10] },
} as const;

/** Every error of every arm as a dot, with the middle, the 95th percentile and the limits. SVG. */
export function errorPlot(
  rows: readonly MatchRow[],
  arms: readonly string[],
  title: string,
): string {
  const height = top + arms.length * rowHeight + 50;
  const width = left + 2 * panel + gap + 20;
  const panels = (['mm', 'deg'] as const).map((key, n) => {
    const x0 = left + n * (panel + gap);
    return panelOf(rows, arms, key, x0);
  });
  const labels = arms.map(
    (arm, n) =>
      `<text x="${left - 10}" y="${rowY(n) + 4}" text-anchor="end">${escaped(arm)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="12" y="20" font-size="14">${escaped(title)}</text>`,
    ...labels,
    ...panels.flat(),
    '</svg>',
    '',
  ].join('\n');
}

function panelOf(
  rows: readonly MatchRow[],
  arms: readonly string[],
  key: 'mm' | 'deg',
  x0: number,
): string[] {
  const { from, to, ticks } = axes[key];
  const x = (value: number) => {
    const share = Math.log(Math.min(to, Math.max(from, value)) / from) / Math.log(to / from);
    return (x0 + panel * share).toFixed(1);
  };
  const bottom = top + arms.length * rowHeight;
  const line = (value: number, style: string) =>
    `<line x1="${x(value)}" x2="${x(value)}" y1="${top}" y2="${bottom}" ${style}/>`;
  const words = key === 'mm' ? 'error at the isocentre, mm' : 'error of the turn, degrees';
  return [
    `<text x="${x0}" y="${top - 14}">${words} (dashed: ${goodWithin[key]})</text>`,
    ...ticks.flatMap((tick) => [
      line(tick, 'stroke="#ddd"'),
      `<text x="${x(tick)}" y="${bottom + 16}" text-anchor="middle">${tick}</text>`,
    ]),
    line(goodWithin[key], 'stroke="#b00" stroke-dasharray="4 3"'),
    ...arms.flatMap((arm, n) => {
      const ofArm = rows.filter((row) => row.arm === arm);
      if (ofArm.length === 0) return [];
      const values = ofArm.map((row) => row[key]);
      const y = rowY(n);
      const mark = (value: number, half: number, style: string) =>
        `<line x1="${x(value)}" x2="${x(value)}" y1="${y - half}" y2="${y + half}" ${style}/>`;
      return [
        ...ofArm.map((row) => {
          const lift = (((row.offset * 7) % 11) - 5).toFixed(0);
          const fill = row.set === 'real' ? '#1f5fa8' : '#e08a1e';
          return `<circle cx="${x(row[key])}" cy="${y + Number(lift)}" r="1.8" fill="${fill}" fill-opacity="0.45"/>`;
        }),
        mark(quantile(values, 0.5), 9, 'stroke="#000" stroke-width="2"'),
        mark(quantile(values, 0.95), 9, 'stroke="#000"'),
      ];
    }),
    ...(key === 'mm'
      ? [
          `<text x="${x0}" y="${bottom + 38}" fill="#1f5fa8">real CT</text>`,
          `<text x="${x0 + 60}" y="${bottom + 38}" fill="#e08a1e">phantoms</text>`,
          `<text x="${x0 + 135}" y="${bottom + 38}">thick: median, thin: 95th percentile</text>`,
        ]
      : []),
  ];
}

const rowY = (n: number) => top + (n + 0.5) * rowHeight;

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
