import { mean } from '../../whole-heart/evaluation/statistics.ts';
import { judged, type TableRow } from '../../whole-heart/evaluation/table-row.ts';
import type { CaseRow } from './evaluate-case.ts';

/** G-b: acquired slices encoded and decoded again. */
export function inversionGate(rows: readonly CaseRow[]): TableRow[] {
  return [[50, 35, 0.97] as const, [20, 30, 0] as const].map(([steps, leastDb, leastSsim]) => {
    const found = rows.flatMap(({ inversion }) => inversion.filter((row) => row.steps === steps));
    const row = {
      claim: 'G-b inversion',
      measure: `acquired slices decoded again, K = ${steps}`,
      bar: leastSsim > 0 ? `${leastDb} dB, SSIM ${leastSsim}` : `${leastDb} dB`,
      n: found.length,
    };
    if (found.length === 0) return judged(row, '', false);
    const [psnr, ssim] = [mean(found.map((r) => r.psnrDb)), mean(found.map((r) => r.ssim))];
    return judged(
      row,
      `${psnr.toFixed(1)} dB, SSIM ${ssim.toFixed(3)}; worst ${Math.min(...found.map((r) => r.psnrDb)).toFixed(1)} dB`,
      psnr >= leastDb && ssim >= leastSsim,
    );
  });
}

/** What each part of the diffusion is worth, reported. */
export function ablationRows(rows: readonly CaseRow[]): TableRow[] {
  const all = rows.flatMap(({ ablations }) => ablations);
  return [...Map.groupBy(all, ({ name }) => name)].map(([name, found]) => ({
    claim: 'ablations, dmcvr',
    measure: `${name}, withheld slabs at ED`,
    bar: '',
    value: `${mean(found.map((row) => row.psnrDb)).toFixed(2)} dB, muscle ${mean(found.map((row) => row.muscleDice)).toFixed(3)}`,
    verdict: 'reported' as const,
    n: found.length,
  }));
}
