import type { Cost } from './cost.ts';
import type { LesionCheck } from './lesion-check.ts';
import type { LoopCheck } from './loop-check.ts';
import type { ParityCheck } from './parity.ts';
import type { PositionRow } from './position-check.ts';
import type { Row } from './rows.ts';
import type { SeamCheck } from './seams.ts';
import type { ShiftRow } from './shift-check.ts';
import { mean, type MeanRow } from './table.ts';
import { tissues } from './tissue-bias.ts';

export type Verdict = 'stretch met' | 'met' | 'missed' | 'reported' | 'not measured';

/** One of the thirteen bars of mindi3d.md, section 6.6. */
export interface Bar {
  readonly bar: number;
  readonly check: string;
  readonly must: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

export interface Measured {
  readonly rows: readonly Row[];
  readonly means: readonly MeanRow[];
  /** The application's default: method name without the steps, and K. */
  readonly method: string;
  readonly loop: LoopCheck | null;
  readonly lesions: LesionCheck;
  readonly positions: readonly PositionRow[];
  readonly shifts: readonly ShiftRow[];
  readonly seams: SeamCheck | null;
  readonly parity: ParityCheck | null;
  readonly cost: Cost | null;
}

const headline = 50;
const db = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(2)} dB`;

/** The bars, from the numbers alone. */
export function bars(all: Measured): Bar[] {
  return [
    loopBar(all),
    gainBar(all, 2, 'phantom', 6, 0, 9),
    gainBar(all, 3, 'real', 4, 0, 8),
    oneShotBar(all),
    tvBar(all),
    biasBar(all),
    lesionBar(all),
    consistencyBar(all),
    positionBar(all),
    shiftBar(all),
    seamBar(all),
    parityBar(all),
    costBar(all),
  ];
}

function of(all: Measured, set: Row['set'], method: string): Row[] {
  return all.rows.filter(
    (row) => row.set === set && row.views === headline && row.method.startsWith(method),
  );
}

const missing = (bar: number, check: string, must: string): Bar => ({
  bar,
  check,
  must,
  verdict: 'not measured',
  detail: '',
});

const verdict = (must: boolean, stretch = false): Verdict =>
  stretch && must ? 'stretch met' : must ? 'met' : 'missed';

function loopBar({ loop }: Measured): Bar {
  const head = [1, 'oracle loop, K = 1, repeatable', 'exact'] as const;
  if (loop === null) return missing(...head);
  const detail = `oracle ${loop.oracle}, one pass ${loop.onePass}, repeatable ${loop.repeatable}`;
  const [bar, check, must] = head;
  return {
    bar,
    check,
    must,
    verdict: verdict(loop.oracle && loop.onePass && loop.repeatable),
    detail,
  };
}

function gainBar(
  all: Measured,
  bar: number,
  set: Row['set'],
  least: number,
  leastWorst: number,
  stretch: number,
): Bar {
  const check = `PSNR gain over the sparse FDK, ${set}, 50 views`;
  const must = `at least ${db(least)}, every case above 0`;
  const gains = of(all, set, all.method).filter((row) => row.method === all.method);
  if (gains.length === 0) return missing(bar, check, must);
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
    of(all, set, all.method)
      .filter(({ method }) => method === all.method)
      .map((row) => [row.case, row]),
  );
  const differences = of(all, set, other).flatMap((row) => {
    const own = mine.get(row.case);
    return own === undefined ? [] : [own[key] - row[key]];
  });
  return differences.length === 0 ? null : { mean: mean(differences), all: differences };
}

function oneShotBar(all: Measured): Bar {
  const check = 'against the one-shot weights, 50 views, real';
  const must = 'within 0.5 dB';
  const found = paired(all, 'real', 'one-shot', 'psnrDb');
  if (found === null) return missing(4, check, must);
  const detail = `${all.method}: ${db(found.mean)}`;
  return { bar: 4, check, must, verdict: verdict(found.mean >= -0.5), detail };
}

function tvBar(all: Measured): Bar {
  const check = 'against tuned OS-SART-TV, 50 views, real';
  const must = 'at least TV - 0.5 dB, or said plainly';
  const [psnr, ssim, mae] = (['psnrDb', 'ssim', 'maeHu'] as const).map((key) =>
    paired(all, 'real', 'OS-SART-TV', key),
  );
  if (!psnr || !ssim || !mae) return missing(5, check, must);
  const time = (method: string) =>
    mean(of(all, 'real', method).map(({ cpuSeconds }) => cpuSeconds));
  const ratio = time(all.method) / time('OS-SART-TV');
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

function biasBar(all: Measured): Bar {
  const check = 'HU bias, 50 views';
  const must = 'soft tissue 20 HU, lung and bone 40 HU';
  const limits = { lung: 40, fat: 20, muscle: 20, bone: 40 };
  const found = all.rows
    .filter((row) => row.views === headline && row.method === all.method)
    .flatMap((row) =>
      tissues.flatMap((tissue) => {
        const value = row.bias[tissue];
        return value === null ? [] : [{ tissue, value, case: row.case, limit: limits[tissue] }];
      }),
    );
  if (found.length === 0) return missing(6, check, must);
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

function lesionBar(all: Measured): Bar {
  const check = 'inserted lesions and lesion-free controls, 50 views';
  const must = 'contrast recovery 0.8 from 8 mm; no new blob above 100 HU and 6 mm';
  const mine = all.lesions.lesions.filter(({ method }) => method === all.method);
  const controls = all.lesions.controls.filter(({ method }) => method === all.method);
  if (mine.length === 0) return missing(7, check, must);
  const from = (mm: number) => mine.filter(({ diameterMm }) => diameterMm >= mm);
  const recovery = (mm: number) => mean(from(mm).map((lesion) => lesion.recovery));
  const worst = from(8).reduce((a, b) => (a.recovery < b.recovery ? a : b), from(8)[0]!);
  const low = from(8).filter((lesion) => lesion.recovery < 0.8);
  const invented = controls.reduce((sum, row) => sum + row.invented, 0);
  const removed = controls.reduce((sum, row) => sum + row.removed, 0);
  const smallest = mine.filter(({ diameterMm }) => diameterMm < 8);
  const small = smallest.length === 0 ? 1 : mean(smallest.map((lesion) => lesion.recovery));
  return {
    bar: 7,
    check,
    must,
    verdict: verdict(low.length === 0 && invented === 0, small >= 0.8),
    detail:
      `recovery against the dense FDK from 8 mm: mean ${recovery(8).toFixed(2)}, ` +
      `worst ${worst.recovery.toFixed(2)} (${worst.case}, ${worst.diameterMm} mm, ${worst.contrastHu} HU), ` +
      `${low.length} of ${from(8).length} below 0.8; 5 mm: mean ${small.toFixed(2)}; ` +
      `controls: ${invented} new blobs, ${removed} removed`,
  };
}

function consistencyBar(all: Measured): Bar {
  const check = 'data consistency on the measured views, 50 views';
  const must = 'at most 0.6 of the sparse FDK';
  const pairs = all.rows
    .filter((row) => row.views === headline && row.method === all.method)
    .flatMap((row) => {
      const fdk = all.rows.find(
        (one) => one.case === row.case && one.views === headline && one.method === 'sparse FDK',
      );
      return fdk ? [{ row, fdk }] : [];
    });
  if (pairs.length === 0) return missing(8, check, must);
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

function positionBar(all: Measured): Bar {
  const check = 'positioning with known offsets';
  const must = 'dense FDK + 0.3 mm, 0.2 degrees';
  const rows = (method: string) => all.positions.filter((row) => row.method === method);
  const [mine, dense] = [rows(all.method), rows('dense FDK')];
  if (mine.length === 0) return missing(9, check, must);
  const error = (of: PositionRow[], key: 'shiftMm' | 'turnDeg') => mean(of.map((row) => row[key]));
  const shift = error(mine, 'shiftMm') - error(dense, 'shiftMm');
  const turn = error(mine, 'turnDeg') - error(dense, 'turnDeg');
  return {
    bar: 9,
    check,
    must,
    verdict: verdict(shift <= 0.3 && turn <= 0.2, shift <= 0 && turn <= 0),
    detail:
      `mean error ${error(mine, 'shiftMm').toFixed(3)} mm, ${error(mine, 'turnDeg').toFixed(3)} degrees; ` +
      `dense FDK ${error(dense, 'shiftMm').toFixed(3)} mm, ${error(dense, 'turnDeg').toFixed(3)} degrees`,
  };
}

function shiftBar(all: Measured): Bar {
  const check = 'other geometry, other view counts, doubled noise';
  const must = 'no case worse than the sparse FDK; banner raised';
  if (all.shifts.length === 0) return missing(10, check, must);
  const inDomain = mean(
    all.rows
      .filter((row) => row.views === headline && row.method === all.method)
      .map(({ gainDb }) => gainDb),
  );
  const worst = all.shifts.reduce((a, b) => (a.gainDb < b.gainDb ? a : b));
  const silent = all.shifts.filter(({ flagged, warnings }) => flagged && warnings.length === 0);
  const each = [...Map.groupBy(all.shifts, ({ shift }) => shift)].map(
    ([name, rows]) => `${name} ${db(mean(rows.map(({ gainDb }) => gainDb)))}`,
  );
  return {
    bar: 10,
    check,
    must,
    verdict: verdict(worst.gainDb >= 0 && silent.length === 0, worst.gainDb >= inDomain / 2),
    detail:
      `${each.join(', ')}; worst ${db(worst.gainDb)} (${worst.shift}, ${worst.case})` +
      (silent.length === 0
        ? ''
        : `; no banner: ${[...new Set(silent.map((row) => row.shift))].join(', ')}`),
  };
}

function seamBar({ seams }: Measured): Bar {
  const check = 'seams: steps across tile borders in (tiled - whole)';
  const must = 'at most 5 HU RMS';
  if (seams === null) return missing(11, check, must);
  return {
    bar: 11,
    check,
    must,
    verdict: verdict(seams.acrossHu <= 5, seams.acrossHu <= 2),
    detail:
      `${seams.dims.join(' x ')}: ${seams.acrossHu.toFixed(2)} HU across, ` +
      `${seams.elsewhereHu.toFixed(2)} HU elsewhere; difference ${seams.differenceHu.toFixed(2)} HU RMS`,
  };
}

function parityBar({ parity }: Measured): Bar {
  const check = 'ONNX parity with the Python reference';
  const must = 'at most 1e-3 scaled';
  if (parity === null) return missing(12, check, must);
  return {
    bar: 12,
    check,
    must,
    verdict: verdict(parity.worstScaled <= 1e-3, parity.worstScaled <= 1e-4),
    detail: `worst ${parity.worstScaled.toExponential(1)} of ${parity.cases} runs, both in whole HU`,
  };
}

function costBar({ cost }: Measured): Bar {
  const check = 'cost: 128 x 128 x 128, K = 4, two threads';
  const must = 'at most 120 s and 1.5 GB';
  if (cost === null) return missing(13, check, must);
  const gigabytes = cost.peakBytes / 1e9;
  const whole = cost.dims.every((n) => n === 128) && cost.steps === 4;
  const detail =
    `${cost.dims.join(' x ')}, K = ${cost.steps}: ${cost.seconds.toFixed(1)} s ` +
    `(${cost.cpuSeconds.toFixed(1)} CPU s), peak ${gigabytes.toFixed(2)} GB`;
  const must13 = verdict(cost.seconds <= 120 && gigabytes <= 1.5, cost.seconds <= 60);
  return { bar: 13, check, must, verdict: whole ? must13 : 'reported', detail };
}
