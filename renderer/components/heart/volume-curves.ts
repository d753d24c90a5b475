import type { HeartResult, PapillaryConvention } from '../../../studies/library/heart-records.ts';

export interface Box {
  readonly width: number;
  readonly height: number;
}

/** Whose volumes a curve shows. */
export type CurveSource = 'masks' | 'head' | 'edited';

export interface VolumeCurve {
  readonly chamber: 'lv' | 'rv';
  readonly source: CurveSource;
  /** Evenly spaced over the beat, the first at the R wave, mL. */
  readonly valuesMl: readonly number[];
}

/**
 * The curves that there are to show, the ones that count last so that they lie on top. With the
 * papillary muscles counted in the mass the left ventricle's blood is less by their volume, which
 * is the same at every phase.
 */
export function curvesOf(result: HeartResult, convention: PapillaryConvention): VolumeCurve[] {
  const { masks, edited, headCurveMl } = result;
  const less = (papillaryMl: number | null | undefined) =>
    convention === 'in-mass' ? (papillaryMl ?? 0) : 0;
  const lv = (source: CurveSource, valuesMl: readonly number[], offMl: number): VolumeCurve => ({
    chamber: 'lv',
    source,
    valuesMl: valuesMl.map((value) => value - offMl),
  });
  const curves: VolumeCurve[] = [];
  if (headCurveMl && headCurveMl.length > 0) {
    curves.push(lv('head', headCurveMl, less(result.head.papillaryMl?.value)));
  }
  for (const [source, of] of [['masks', masks] as const, ['edited', edited] as const]) {
    if (!of) continue;
    if (of.rvCurveMl) curves.push({ chamber: 'rv', source, valuesMl: of.rvCurveMl });
    curves.push(lv(source, of.lvCurveMl, less(of.papillaryMl)));
  }
  return curves;
}

export const curveMargins = { left: 56, right: 14, top: 22, foot: 40 } as const;

export interface CurvePlot {
  xOf: (share: number) => number;
  yOf: (valueMl: number) => number;
  readonly volumeTicksMl: readonly number[];
  /** Phases that get a mark under the plot, from 0. */
  readonly phaseTicks: readonly number[];
}

/** Phases named under the plot at most. */
const mostTicks = 7;

/** Axes that hold all curves; volumes start at zero, so that heights can be compared. */
export function curvePlot(curves: readonly VolumeCurve[], phases: number, box: Box): CurvePlot {
  const { left, right, top, foot } = curveMargins;
  const highest = Math.max(10, ...curves.flatMap(({ valuesMl }) => valuesMl));
  const volumeTicksMl = niceTicks(0, highest * 1.04, 4);
  const ceiling = volumeTicksMl.at(-1)!;
  const every = Math.max(1, Math.ceil(phases / mostTicks));
  return {
    volumeTicksMl,
    phaseTicks: Array.from({ length: phases }, (_, n) => n).filter((n) => n % every === 0),
    xOf: (share) => left + share * Math.max(box.width - left - right, 1),
    yOf: (value) => top + (1 - value / ceiling) * Math.max(box.height - top - foot, 1),
  };
}

/** A curve as an SVG path; it closes on its first value, as the beat does. */
export function curvePath(valuesMl: readonly number[], plot: CurvePlot): string {
  const points = [...valuesMl, valuesMl[0] ?? 0];
  return points
    .map((value, n) => {
      const at = `${plot.xOf(n / valuesMl.length).toFixed(1)} ${plot.yOf(value).toFixed(1)}`;
      return `${n === 0 ? 'M' : 'L'}${at}`;
    })
    .join('');
}

/** Phase under a place on the plot: the nearest one, also beyond the ends. */
export function phaseUnder(x: number, phases: number, box: Box): number {
  const { left, right } = curveMargins;
  const share = (x - left) / Math.max(box.width - left - right, 1);
  return Math.min(Math.max(Math.round(share * phases), 0), phases - 1);
}

/** Round numbers from at or below `low` to at or above `high`, about `count` steps apart. */
export function niceTicks(low: number, high: number, count: number): number[] {
  const least = Math.max(high - low, 1e-6) / count;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 2.5, 5, 10].map((d) => d * power).find((s) => s >= least * (1 - 1e-9))!;
  const from = Math.floor(low / step + 1e-9);
  const to = Math.max(Math.ceil(high / step - 1e-9), from + 1);
  return Array.from({ length: to - from + 1 }, (_, n) =>
    Number(((from + n) * step).toPrecision(6)),
  );
}
