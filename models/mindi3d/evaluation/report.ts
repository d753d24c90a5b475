import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluateText as text } from '../../../studies/messages/en/evaluate.ts';
import type { Evaluation } from './evaluate.ts';
import { pictureName, picturesFolder, worstLesion } from './slice-pictures.ts';
import { tissues } from './tissue-bias.ts';

type Cell = string | number | null;

/** Writes report.html (with the pictures beside it) and evaluation.json; returns their paths. */
export async function writeReport(outDir: string, found: Evaluation): Promise<string[]> {
  const page = join(outDir, 'report.html');
  const data = join(outDir, 'evaluation.json');
  await writeFile(page, html(outDir, found));
  await writeFile(data, `${JSON.stringify(found, null, 1)}\n`);
  return [page, data];
}

function html(outDir: string, found: Evaluation): string {
  const body = [
    `<h1>${text.title}</h1>`,
    `<p>${escape(text.head(found.version, found.weights.default.slice(0, 12), found.quick))}</p>`,
    found.skipped.length > 0 ? `<p><b>${escape(text.skipped(found.skipped))}</b></p>` : '',
    ...found.bars.flatMap(({ method, bars }) => [
      `<h2>${escape(text.bars(method))}</h2>`,
      table(
        text.barColumns,
        bars.map(({ bar, check, must, verdict, detail }) => [bar, check, must, verdict, detail]),
      ),
    ]),
    `<h2>${text.means}</h2>`,
    table(text.meanColumns, found.means.map(meanCells)),
    `<h2>${text.cases}</h2>`,
    table(
      text.caseColumns,
      found.rows.map((row) => [
        row.case,
        row.views,
        row.method,
        row.psnrDb.toFixed(2),
        row.gainDb.toFixed(2),
        row.ssim.toFixed(4),
        row.maeHu.toFixed(1),
        row.psnrTruthDb.toFixed(2),
        row.residualPercent.toFixed(2),
        row.cpuSeconds.toFixed(1),
      ]),
    ),
    ...casePictures(outDir, found),
    ...lesionParts(outDir, found),
    ...(found.shifts.length === 0
      ? []
      : [
          `<h2>${text.shifts}</h2>`,
          table(
            text.shiftColumns,
            found.shifts.map((row) => [
              row.case,
              row.shift,
              row.method,
              row.psnrDb.toFixed(2),
              row.gainDb.toFixed(2),
              row.warnings.join(', '),
            ]),
          ),
        ]),
    ...(found.foreign.length === 0
      ? []
      : [
          `<h2>${text.foreign}</h2>`,
          table(
            text.foreignColumns,
            found.foreign.map((row) => [
              row.case,
              row.method,
              row.psnrDb.toFixed(2),
              row.gainDb.toFixed(2),
              row.residualPercent?.toFixed(2) ?? null,
            ]),
          ),
        ]),
  ];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${text.title}</title>${style}<body>${body.join('\n')}</body></html>\n`;
}

const style =
  '<style>body{font:14px sans-serif;margin:2em;max-width:80em}table{border-collapse:collapse}' +
  'td,th{border:1px solid #ccc;padding:2px 6px;text-align:left}figure{display:inline-block;margin:4px}' +
  'img{width:240px;background:#000}figcaption{max-width:240px;font-size:12px}</style>';

function meanCells(row: Evaluation['means'][number]): Cell[] {
  return [
    row.set,
    row.views,
    row.method,
    row.n,
    `${row.psnrDb.toFixed(2)} ± ${row.psnrSd.toFixed(2)}`,
    `${row.gainDb.toFixed(2)} (${row.gainCi95.map((value) => value.toFixed(2)).join(' … ')})`,
    row.worstGainDb.toFixed(2),
    row.ssim.toFixed(4),
    row.maeHu.toFixed(1),
    row.grad.toFixed(2),
    tissues.map((tissue) => row.bias[tissue]?.toFixed(1) ?? '–').join(' / '),
    row.residualPercent.toFixed(2),
    row.cpuSeconds.toFixed(1),
  ];
}

function casePictures(outDir: string, { rows }: Evaluation): string[] {
  const headline = rows.filter(({ views }) => views === 50);
  return [...Map.groupBy(headline, (row) => row.case)].map(([id, of]) =>
    [
      `<h3>${id}</h3>`,
      figure(outDir, pictureName(id, 'dense'), text.dense),
      ...of.map((row) =>
        figure(
          outDir,
          pictureName(id, row.views, row.method),
          `${row.method}, ${row.psnrDb.toFixed(2)} dB`,
        ),
      ),
    ].join(''),
  );
}

function lesionParts(outDir: string, { lesions }: Evaluation): string[] {
  if (lesions.lesions.length === 0) return [];
  const groups = [...Map.groupBy(lesions.lesions, (row) => `${row.case}|${row.method}`).values()];
  return [
    `<h2>${text.lesions}</h2>`,
    table(
      text.lesionColumns,
      lesions.lesions.map((row) => [
        row.case,
        row.method,
        row.diameterMm,
        row.contrastHu,
        row.recovery.toFixed(2),
        row.recoveryOfObject.toFixed(2),
      ]),
    ),
    table(
      text.controlColumns,
      lesions.controls.map((row) => [
        row.case,
        row.method,
        row.invented,
        row.removed,
        row.leftOver,
        row.worst.map(({ peakHu }) => peakHu.toFixed(0)).join(', '),
      ]),
    ),
    ...groups.map((rows) => {
      const { case: id, method } = rows[0]!;
      const worst = worstLesion(rows);
      const caption = worst && text.worstLesion(worst.diameterMm, worst.contrastHu, worst.recovery);
      const show = (kind: string, names: readonly (readonly [string, string])[]) =>
        names.map(([name, label]) => figure(outDir, pictureName(kind, id, method, name), label));
      return [
        `<h3>${escape(`${id}, ${method}`)}</h3><p>${escape(caption ?? '')}</p>`,
        ...show('lesion', text.lesionPictures),
        ...show('blob', text.blobPictures),
      ].join('');
    }),
  ];
}

function table(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escape(String(cell ?? '–'))}</${tag}>`).join('')}</tr>`;
  return `<table>${line(columns, 'th')}${rows.map((cells) => line(cells, 'td')).join('')}</table>`;
}

function figure(outDir: string, name: string, caption: string): string {
  if (!existsSync(join(outDir, picturesFolder, name))) return '';
  return `<figure><img src="${picturesFolder}/${name}" alt=""><figcaption>${escape(caption)}</figcaption></figure>`;
}

function escape(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
