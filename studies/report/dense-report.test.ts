import { expect, test, vi } from 'vitest';
import type { DenseResult } from '../library/dense-records.ts';
import { denseMeasures, denseResult } from '../library/testing/dense.ts';
import { volumeRecord } from '../library/testing/entries.ts';
import type { PlaneImage } from '../volume/plane.ts';
import { densePart } from './dense-part.ts';
import { Sheet } from './sheet.ts';

const image: PlaneImage = {
  width: 4,
  height: 4,
  values: Float32Array.from({ length: 16 }, (_, n) => 16 * n),
  rgb: null,
  spacingMm: [2, 2],
  slice: 0,
  slices: 5,
  originMm: [0, 0, 0],
  across: [1, 0, 0],
  down: [0, 1, 0],
  letters: { left: 'R', right: 'L', top: 'A', bottom: 'P' },
};

/** Every piece of text that the page sets, its dashed frames, and the finished PDF. */
async function page(fields: Partial<DenseResult> = {}) {
  const record = denseResult(volumeRecord(), fields);
  const sheet = new Sheet('Report', new Date(0));
  const text = vi.spyOn(sheet.doc, 'text');
  const dash = vi.spyOn(sheet.doc, 'dash');
  densePart(sheet, {
    record,
    planes: [0, 1, 3, 4].map((plane) => ({ plane, image })),
    modelTitle: 'DMCVR-style dense heart',
    modelStatement: 'Research software. Not a medical device.',
    modelLimits: ['Trained on phantoms.'],
  });
  const words = text.mock.calls.map(([said]) => said);
  const pdf = Buffer.from(await sheet.finish('', '')).toString('latin1');
  return { words, said: words.join('\n'), frames: dash.mock.calls.length, pdf };
}

const row = (words: readonly string[], label: string, cells: number) =>
  words.slice(words.indexOf(label)).slice(0, cells);

test('measured slices come first, dense labels beside them, each with its interval', async () => {
  const { words } = await page({ discs: denseMeasures(118, 49), measures: denseMeasures(120, 50) });
  expect(row(words, 'LV end-diastolic volume, mL', 3)).toEqual([
    'LV end-diastolic volume, mL',
    '118 (113 to 123)',
    '120 (115 to 125)',
  ]);
  expect(row(words, 'RV ejection fraction, %', 3)).toEqual(['RV ejection fraction, %', '–', '–']);
});

test('of one phase there is one volume, and nothing is said of ejection', async () => {
  const { words, said } = await page({ phases: [3], esPhase: 0 });
  expect(row(words, 'LV volume, mL', 2)).toEqual(['LV volume, mL', '118 (113 to 123)']);
  expect(said).not.toMatch(/ejection|systolic|diastol/);
  expect(said).toContain('From one measured slice to the next, phase 4');
});

test('made pictures say so and carry a frame, measured ones neither', async () => {
  const { words, frames, pdf } = await page();
  expect(words.filter((word) => /^Plane \d/.test(word))).toEqual([
    'Plane 1: MEASURED, slice 1',
    'Plane 2: MADE, 25 % from slice 1 to 2',
    'Plane 4: MADE, 75 % from slice 1 to 2',
    'Plane 5: MEASURED, slice 2',
  ]);
  expect(frames).toBe(2);
  expect(pdf.match(/\/S \/Figure/g)).toHaveLength(4);
});

test('steps are told where there are any', async () => {
  expect((await page()).words).toContain('direct (ours)');
  expect((await page({ method: 'dmcvr' })).words).toContain('diffusion, 20 steps');
});

test('agreement: the mean of the slices held back by each way, and every long-axis plane', async () => {
  const scores = (psnrDb: number, rvCavity: number | null) => ({
    psnrDb,
    ssim: 0.9,
    dice: { lvCavity: 0.95, lvMyocardium: 0.8, rvCavity },
  });
  const held = (psnrDb: number, rvCavity: number | null) => ({
    planeId: 'v/1',
    gapMm: 16,
    phase: 0,
    by: { between: scores(psnrDb, rvCavity), linear: scores(psnrDb - 3, null) },
  });
  const { words } = await page({
    withheld: [held(30, 0.9), held(28, null)],
    longAxis: [
      { planeId: 'l/0', view: '4ch', correlation: [0.91, 0.876], dice: null, outlineMm: null },
    ],
  });
  const cells = (label: string) => row(words, label, 6);
  expect(cells('between')).toEqual(['between', '29.0', '0.900', '0.950', '0.800', '0.900']);
  expect(cells('linear')).toEqual(['linear', '26.0', '0.900', '0.950', '0.800', '–']);
  expect(row(words, '4ch', 4)).toEqual(['4ch', '0.91 / 0.88', '–', '–']);
});

test('warnings, weights, input and the research statement are on the page', async () => {
  const message = 'Slices lie up to 3.0 mm out of line.';
  const { said } = await page({
    warnings: [{ code: 'dense/shifted', params: { mm: 3 }, message }],
  });
  expect(said).toContain('RESEARCH USE: made slices are a guess between measured ones');
  expect(said).toContain('up to 1.0 mm estimated, left in');
  for (const word of [message, 'a'.repeat(64), 'b'.repeat(64), 'Trained on phantoms.'])
    expect(said).toContain(word);
  expect(said).toContain('Not a medical device');
});
