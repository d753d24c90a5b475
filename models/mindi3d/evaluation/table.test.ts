import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import { bars, type Measured } from './bars.ts';
import { Ledger, type Row } from './rows.ts';
import { bootstrap95, meanRows } from './table.ts';

const row = (more: Partial<Row> = {}): Row => ({
  set: 'real',
  views: 50,
  method: 'MInDI-3D K=1',
  case: 'a',
  psnrDb: 36,
  gainDb: 6,
  ssim: 0.95,
  maeHu: 20,
  grad: 1,
  bias: { lung: 3, fat: null, muscle: -4, bone: 25 },
  psnrTruthDb: 35,
  residualPercent: 1,
  denseResidualPercent: 0.9,
  seconds: 5,
  cpuSeconds: 9,
  weights: 'w',
  ...more,
});

describe('the table', () => {
  it('has the mean, the worst case and the spread of each group', () => {
    const means = meanRows([
      row(),
      row({
        case: 'b',
        gainDb: 8,
        psnrDb: 38,
        bias: { lung: null, fat: null, muscle: 2, bone: 5 },
      }),
      row({ views: 25 }),
    ]);
    expect(means).toHaveLength(2);
    expect(means[0]).toMatchObject({ n: 2, gainDb: 7, worstGainDb: 6, psnrDb: 37 });
    expect(means[0]!.psnrSd).toBeCloseTo(Math.SQRT2, 9);
    expect(means[0]!.bias).toEqual({ lung: 3, fat: null, muscle: -1, bone: 15 });
    expect(means[1]!.psnrSd).toBe(0);
  });

  it('gives the same confidence interval every time, around the mean', () => {
    const gains = [4, 5, 6, 7, 8, 9];
    const [low, high] = bootstrap95(gains);
    expect(bootstrap95(gains)).toEqual([low, high]);
    expect(low).toBeGreaterThan(4.5);
    expect(low).toBeLessThan(6);
    expect(high).toBeGreaterThan(7);
  });
});

describe('the ledger', () => {
  it('computes nothing twice, across runs and past a broken line', async () => {
    const file = join(temporaryFolder(), 'run', 'ledger.jsonl');
    let made = 0;
    const make = () => Promise.resolve(++made);
    const first = await Ledger.open(file);
    expect(await first.once('a', make)).toBe(1);
    expect(await first.once('a', make)).toBe(1);
    await appendFile(file, '{"key":"b","val');
    const second = await Ledger.open(file);
    expect(await second.once('a', make)).toBe(1);
    expect(await second.once('b', make)).toBe(2);
  });
});

describe('the bars', () => {
  const measured = (rows: readonly Row[]): Measured => ({
    rows,
    means: meanRows(rows),
    method: 'MInDI-3D K=1',
    loop: { oracle: true, onePass: true, repeatable: true },
    lesions: { lesions: [], controls: [] },
    positions: [],
    shifts: [],
    seams: { dims: [96, 96, 96], acrossHu: 3, elsewhereHu: 1, differenceHu: 2 },
    parity: null,
    cost: null,
  });
  const verdicts = (rows: readonly Row[]) =>
    Object.fromEntries(bars(measured(rows)).map(({ bar, verdict }) => [bar, verdict]));
  const fdk = row({ method: 'sparse FDK', gainDb: 0, psnrDb: 30, residualPercent: 3 });
  const tv = row({ method: 'OS-SART-TV (5 HU, 12 iterations)', psnrDb: 36.4, cpuSeconds: 40 });

  it('hold each method against its own shifted scans', () => {
    const shift = { case: 'a', shift: '20 views', psnrDb: 30, flagged: true, warnings: ['w'] };
    const shifts = [
      { ...shift, method: 'MInDI-3D K=1', gainDb: 4 },
      { ...shift, method: 'another', gainDb: -4 },
    ];
    const judged = (method: string) =>
      bars({ ...measured([row(), fdk]), shifts, method }).find(({ bar }) => bar === 10)!.verdict;
    expect(judged('MInDI-3D K=1')).toBe('stretch met');
    expect(judged('another')).toBe('missed');
  });

  it('are thirteen', () => {
    expect(bars(measured([row(), fdk])).map(({ bar }) => bar)).toEqual(
      Array.from({ length: 13 }, (_, n) => n + 1),
    );
  });

  it('follow the numbers', () => {
    expect(verdicts([row(), fdk, tv])).toMatchObject({
      1: 'met',
      2: 'not measured',
      3: 'met',
      5: 'met',
      6: 'met',
      8: 'met',
      11: 'met',
      12: 'not measured',
    });
    expect(verdicts([row({ gainDb: 9 }), fdk])[3]).toBe('stretch met');
    expect(verdicts([row({ gainDb: 3 }), fdk])[3]).toBe('missed');
    expect(verdicts([row(), row({ case: 'b', gainDb: -1 }), fdk])[3]).toBe('missed');
    expect(verdicts([row(), fdk, { ...tv, psnrDb: 37 }])[5]).toBe('missed');
    expect(verdicts([row({ bias: { lung: 0, fat: 25, muscle: 0, bone: 0 } }), fdk])[6]).toBe(
      'missed',
    );
    expect(verdicts([row({ residualPercent: 2 }), fdk])[8]).toBe('missed');
  });
});
