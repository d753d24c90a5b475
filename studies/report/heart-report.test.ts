import { describe, expect, it, vi } from 'vitest';
import type { HeartResult } from '../library/heart-records.ts';
import { sectorOf } from './heart-bulls-eye.ts';
import { heartPart } from './heart-part.ts';
import { heartCrop, onPaper } from './heart-pictures.ts';
import { Sheet } from './sheet.ts';
import { heartMeasures, reportHeart } from './testing/heart-report.ts';

/** Every piece of text that the heart's pages set, and the finished PDF. */
async function pages(parts: Partial<HeartResult> = {}) {
  const sheet = new Sheet('Report', new Date(0));
  const text = vi.spyOn(sheet.doc, 'text');
  heartPart(sheet, reportHeart(parts));
  const words = text.mock.calls.map(([said]) => said);
  const pdf = Buffer.from(await sheet.finish('', '')).toString('latin1');
  return { words, said: words.join('\n'), pdf };
}

/** The cells of the table row that begins with `label`. */
function row(words: readonly string[], label: string, cells: number, nth = 0): string[] {
  const at = words.flatMap((word, n) => (word === label ? [n] : []))[nth]!;
  return words.slice(at, at + cells);
}

describe('heart pages', () => {
  it('give value, interval and the value per body surface', async () => {
    const { words, said } = await pages();
    expect(row(words, 'End-diastolic volume', 5)).toEqual([
      'End-diastolic volume',
      '94 mL',
      '85 to 104',
      expect.any(String),
      '50',
    ]);
    expect(row(words, 'End-diastolic volume', 3, 1)).toEqual([
      'End-diastolic volume',
      '118 mL',
      '106 to 130',
    ]);
    expect(said).toContain('height 175 cm, weight 72 kg, body surface 1.87 m² (Mosteller');
    expect(said).toContain('preserved');
  });

  it('have no index without height and weight, and say why', async () => {
    const { words, said } = await pages({ bodySurfaceM2: null });
    expect(said).toContain('height and weight are not both known');
    expect(row(words, 'End-diastolic volume', 5)[4]).toBe('–');
  });

  it('put the model’s and edited values side by side and say who reports', async () => {
    const { masks } = reportHeart().record;
    const lvEfPct = { value: 47.3, low: 44, high: 51 };
    const measures = { ...heartMeasures, lvEfPct };
    const { words, said } = await pages({
      measures,
      measuresBy: 'edited',
      edited: { ...masks, measures },
    });
    expect(said).toContain('edited contours (disc summation)');
    expect(row(words, 'LV ejection fraction', 5)).toEqual([
      'LV ejection fraction',
      '47 %',
      '61 %',
      '58 %',
      '47 %',
    ]);
  });

  it('tell flags with their numbers, planes aside and missing, frames, model and weights', async () => {
    const { said } = await pages();
    expect(said).toContain(
      'Review: A plane is unlike what the others predict. [0.312, limit 0.2] (2-chamber)',
    );
    expect(said).toContain('Short axis 3 set aside. It shows no left ventricle.');
    expect(said).toMatch(/Planes missing\n3-chamber/);
    expect(said).toContain('end-diastole phase 1 (0 ms), end-systole phase 10 (324 ms) of 25');
    expect(said).toContain('2 of 3 short-axis slices');
    expect(said).toContain('counted in the cavity, not in the mass');
    expect(said).toContain('Whole-heart 0.1.0');
    expect(said).toContain('cd'.repeat(32));
    expect(said).toContain('Research software, not a medical device.');
    expect(said).not.toContain('Marked for review');
  });

  it('mark a result for review from two flags that count', async () => {
    const flag = reportHeart().record.flags[1]!;
    expect((await pages({ flags: [flag, flag] })).said).toContain('Marked for review: 2 flags');
  });

  it('are tagged: tables as tables, each drawing with its words', async () => {
    const { pdf } = await pages();
    expect(pdf.match(/\/S \/Table/g)).toHaveLength(5);
    // Three views at two frames, the curves and the bull's-eyes.
    expect(pdf.match(/\/S \/Figure/g)).toHaveLength(8);
    expect(pdf).toContain('(Short axis at ED with its contours)');
    expect(pdf).toContain('94 mL at end-diastole and 36 mL at end-systole');
  });
});

describe('contours', () => {
  it('lie on the pixels they were drawn on', () => {
    const view = reportHeart().views[0]!;
    const crop = heartCrop(view);
    // The ring’s middle is pixel (54, 50): with its border the cut is a square round it.
    expect(Math.abs(crop.left + (crop.width - 1) / 2 - 54)).toBeLessThan(1);
    expect(Math.abs(crop.top + (crop.height - 1) / 2 - 50)).toBeLessThan(1);
    const box = { x: 100, y: 200, width: 150, height: 150 };
    const placed = onPaper(Float64Array.of(crop.left, crop.top, 54, 50), crop, box);
    const pixel = box.width / crop.width;
    expect(placed[0]).toBeCloseTo(100 + pixel / 2, 9);
    expect(placed[1]).toBeCloseTo(200 + pixel / 2, 9);
    expect(placed[2]).toBeCloseTo(100 + (54 - crop.left + 0.5) * pixel, 9);
    expect(placed[3]).toBeCloseTo(200 + (50 - crop.top + 0.5) * pixel, 9);
  });
});

describe('the bull’s-eye', () => {
  it('has anterior above, septum left, inferior below, lateral right at each level', () => {
    const middle = (segment: number) => {
      const { fromDeg, toDeg } = sectorOf(segment);
      return ((fromDeg + toDeg) / 2) % 360;
    };
    expect([1, 7, 13].map(middle)).toEqual([90, 90, 90]);
    expect([4, 10, 15].map(middle)).toEqual([270, 270, 270]);
    expect([2, 8].map(middle)).toEqual([150, 150]);
    expect([5, 11].map(middle)).toEqual([330, 330]);
    expect([14, 16].map(middle)).toEqual([180, 0]);
  });
});
