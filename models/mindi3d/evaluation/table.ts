import { NormalNoise } from '../../runtime/noise.ts';
import type { Row } from './rows.ts';
import { tissues, type Tissue } from './tissue-bias.ts';

/** Mean over the cases of one set, view count and method, with spread, worst case and confidence. */
export interface MeanRow {
  readonly set: Row['set'];
  readonly views: number;
  readonly method: string;
  readonly case: 'mean';
  readonly n: number;
  readonly psnrDb: number;
  readonly psnrSd: number;
  readonly ssim: number;
  readonly maeHu: number;
  readonly gainDb: number;
  readonly worstGainDb: number;
  /** 95 %, bootstrap over the cases. */
  readonly gainCi95: readonly [number, number];
  readonly grad: number;
  readonly psnrTruthDb: number;
  readonly bias: Readonly<Record<Tissue, number | null>>;
  readonly residualPercent: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Mean rows in the order in which their first cases come. */
export function meanRows(rows: readonly Row[]): MeanRow[] {
  const groups = Map.groupBy(rows, ({ set, views, method }) => `${set}|${views}|${method}`);
  return [...groups.values()].map(meanRow);
}

function meanRow(rows: readonly Row[]): MeanRow {
  const { set, views, method } = rows[0]!;
  const of = (key: NumberKey) => mean(rows.map((row) => row[key]));
  const gains = rows.map(({ gainDb }) => gainDb);
  const psnrs = rows.map(({ psnrDb }) => psnrDb);
  const bias = (tissue: Tissue) => {
    const known = rows.map((row) => row.bias[tissue]).filter((value) => value !== null);
    return known.length === 0 ? null : mean(known);
  };
  return {
    set,
    views,
    method,
    case: 'mean',
    n: rows.length,
    psnrDb: of('psnrDb'),
    psnrSd: deviation(psnrs),
    ssim: of('ssim'),
    maeHu: of('maeHu'),
    gainDb: of('gainDb'),
    worstGainDb: Math.min(...gains),
    gainCi95: bootstrap95(gains),
    grad: of('grad'),
    psnrTruthDb: of('psnrTruthDb'),
    bias: Object.fromEntries(tissues.map((t) => [t, bias(t)])) as Record<Tissue, number | null>,
    residualPercent: of('residualPercent'),
    seconds: of('seconds'),
    cpuSeconds: of('cpuSeconds'),
  };
}

type NumberKey = {
  [K in keyof Row]: Row[K] extends number ? K : never;
}[keyof Row];

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

const draws = 4000;

/** 95 % interval of the mean by drawing cases with replacement; the same on every run. */
export function bootstrap95(values: readonly number[]): [number, number] {
  const random = new NormalNoise(0);
  const means = Array.from({ length: draws }, () => {
    let sum = 0;
    for (let n = 0; n < values.length; n++) sum += values[random.bits() % values.length]!;
    return sum / values.length;
  }).sort((a, b) => a - b);
  return [means[Math.floor(0.025 * draws)]!, means[Math.floor(0.975 * draws)]!];
}
