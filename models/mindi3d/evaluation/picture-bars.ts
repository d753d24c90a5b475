import {
  db,
  headlineRows,
  headlineViews,
  notMeasured,
  verdict,
  type Bar,
  type Measured,
} from './bar.ts';
import type { Row } from './rows.ts';
import { mean } from './table.ts';
import { tissues } from './tissue-bias.ts';

export function gainBar(
  all: Measured,
  bar: number,
  set: Row['set'],
  least: number,
  leastWorst: number,
  stretch: number,
): Bar {
  const check = `PSNR gain over the sparse FDK, ${set}, 50 views`;
  const must = `at least ${db(least)}, every case above 0`;
  const gains = headlineRows(all, set, all.method).filter((row) => row.method === all.method);
  if (gains.length === 0) return notMeasured(bar, check, must);
  const average = mean(gains.map(({ gainDb }) => gainDb));
  const worst = gains.reduce((a, b) => (a.gainDb < b.gainDb ? a : b));
  return {
    bar,
    check,
    must,
    verdict: verdict(average >= least && worst.gainDb > leastWorst, average >= stretch),
    detail: `${all.method}: mean ${db(average)}, worst ${db(worst.gainDb)} (${worst.case}), n = ${gains.length}`,
  };
}

/** Mean difference to another method over the cases that both have. */
function paired(all: Measured, set: Row['set'], other: string, key: 'psnrDb' | 'ssim' | 'maeHu') {
  const mine = new Map(
    headlineRows(all, set, all.method)
      .filter(({ method }) => method === all.method)
      .map((row) => [row.case, row]),
  );
  const others = headlineRows(all, set, other).filter(
    ({ method }) => method === other || !other.startsWith('one-shot'),
  );
  const differences = others.flatMap((row) => {
    const own = mine.get(row.case);
    return own === undefined ? [] : [own[key] - row[key]];
  });
  return differences.length === 0 ? null : { mean: mean(differences), all: differences };
}

export function oneShotBar(all: Measured): Bar {
  const check = 'against the one-shot weights, 50 views, real';
  const must = 'within 0.5 dB';
  // Its start is that of the method under judgement.
  const rival = all.method.includes('from projections') ? 'one-shot from projections' : 'one-shot';
  const found = paired(all, 'real', rival, 'psnrDb');
  if (found === null) return notMeasured(4, check, must);
  const detail = `${all.method}: ${db(found.mean)}`;
  return { bar: 4, check, must, verdict: verdict(found.mean >= -0.5), detail };
}

export function tvBar(all: Measured): Bar {
  const check = 'against tuned OS-SART-TV, 50 views, real';
  const must = 'at least TV - 0.5 dB, or said plainly';
  const [psnr, ssim, mae] = (['psnrDb', 'ssim', 'maeHu'] as const).map((key) =>
    paired(all, 'real', 'OS-SART-TV', key),
  );
  if (!psnr || !ssim || !mae) return notMeasured(5, check, must);
  const seconds = (rows: readonly Row[]) => mean(rows.map(({ cpuSeconds }) => cpuSeconds));
  const own = headlineRows(all, 'real', all.method).filter(({ method }) => method === all.method);
  const ratio = seconds(own) / seconds(headlineRows(all, 'real', 'OS-SART-TV'));
  const ahead = [psnr.all, ssim.all].every((d) => d.every((value) => value > 0));
  return {
    bar: 5,
    check,
    must,
    verdict: verdict(psnr.mean >= -0.5, ahead && mae.all.every((value) => value < 0)),
    detail:
      `${all.method}: PSNR ${db(psnr.mean)}, SSIM ${ssim.mean >= 0 ? '+' : ''}${ssim.mean.toFixed(4)}, ` +
      `MAE ${mae.mean.toFixed(2)} HU, ${ratio.toFixed(2)} of its CPU time; ` +
      (psnr.mean >= 0 ? 'the network is ahead in PSNR' : 'TV wins in PSNR'),
  };
}

export function biasBar(all: Measured): Bar {
  const check = 'HU bias, 50 views';
  const must = 'soft tissue 20 HU, lung and bone 40 HU';
  const limits = { lung: 40, fat: 20, muscle: 20, bone: 40 };
  const found = all.rows
    .filter((row) => row.views === headlineViews && row.method === all.method)
    .flatMap((row) =>
      tissues.flatMap((tissue) => {
        const value = row.bias[tissue];
        return value === null ? [] : [{ tissue, value, case: row.case, limit: limits[tissue] }];
      }),
    );
  if (found.length === 0) return notMeasured(6, check, must);
  const worst = tissues.flatMap((tissue) => {
    const mine = found.filter((one) => one.tissue === tissue);
    if (mine.length === 0) return [];
    const top = mine.reduce((a, b) => (Math.abs(a.value) > Math.abs(b.value) ? a : b));
    return [`${tissue} ${top.value.toFixed(1)} (${top.case})`];
  });
  const within = (share: number) =>
    found.every(({ value, limit }) => Math.abs(value) <= share * limit);
  return {
    bar: 6,
    check,
    must,
    verdict: verdict(within(1), within(0.5)),
    detail: `worst, HU: ${worst.join(', ')}`,
  };
}

export function consistencyBar(all: Measured): Bar {
  const check = 'data consistency on the measured views, 50 views';
  const must = 'at most 0.6 of the sparse FDK';
  const pairs = all.rows
    .filter((row) => row.views === headlineViews && row.method === all.method)
    .flatMap((row) => {
      const fdk = all.rows.find(
        (one) =>
          one.case === row.case && one.views === headlineViews && one.method === 'sparse FDK',
      );
      return fdk ? [{ row, fdk }] : [];
    });
  if (pairs.length === 0) return notMeasured(8, check, must);
  const ratio = mean(pairs.map(({ row, fdk }) => row.residualPercent / fdk.residualPercent));
  const toDense = mean(pairs.map(({ row }) => row.residualPercent / row.denseResidualPercent));
  return {
    bar: 8,
    check,
    must,
    verdict: verdict(ratio <= 0.6, toDense <= 1.05),
    detail: `${ratio.toFixed(2)} of the sparse FDK's, ${toDense.toFixed(2)} of the dense FDK's`,
  };
}
