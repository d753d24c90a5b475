/** One bar of the per-view plot, in the plot's own pixels. */
export interface ViewBar {
  readonly view: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlotTick {
  readonly at: number;
  readonly value: number;
}

export interface PerViewPlot {
  readonly bars: readonly ViewBar[];
  /** Percent, from the foot up. */
  readonly percentTicks: readonly PlotTick[];
  readonly angleTicks: readonly PlotTick[];
  /** Height of a percentage, for lines across the plot. */
  readonly yOf: (percent: number) => number;
}

export interface PlotBox {
  readonly width: number;
  readonly height: number;
}

export const plotMargins = { left: 38, right: 8, top: 10, foot: 24 } as const;

/**
 * Bars of the unexplained percentage of each view, in order of acquisition. The percent axis starts
 * at zero, so that a bar twice as high is twice the disagreement.
 */
export function perViewPlot(
  percents: readonly number[],
  anglesDeg: readonly number[],
  box: PlotBox,
): PerViewPlot {
  const { left, right, top, foot } = plotMargins;
  const inner = { width: box.width - left - right, height: box.height - top - foot };
  const highest = Math.max(...percents.filter(Number.isFinite), 0);
  const step = niceStep(highest / 3 || 1);
  const ceiling = Math.max(step, Math.ceil(highest / step - 1e-9) * step);
  const yOf = (percent: number) =>
    top + inner.height * (1 - Math.min(Math.max(percent / ceiling, 0), 1));
  const slot = inner.width / Math.max(percents.length, 1);
  const gap = slot > 4 ? 1 : 0;
  const bars = percents.map((percent, view) => {
    const y = yOf(percent);
    return {
      view,
      x: left + view * slot + gap / 2,
      y,
      width: Math.max(slot - gap, 0.5),
      height: top + inner.height - y,
    };
  });
  const lines = Math.round(ceiling / step) + 1;
  return {
    bars,
    percentTicks: Array.from({ length: lines }, (_, n) => ({
      at: yOf(n * step),
      value: Number((n * step).toPrecision(6)),
    })),
    angleTicks: angleTicks(anglesDeg, left, slot),
    yOf,
  };
}

/** The view under a place on the plot; null outside its bars. */
export function viewAt(x: number, views: number, box: PlotBox): number | null {
  const share = (x - plotMargins.left) / (box.width - plotMargins.left - plotMargins.right);
  return share >= 0 && share < 1 ? Math.floor(share * views) : null;
}

const angleLabels = 9;

/** Angles under some of the bars: few enough to be read, the first always among them. */
function angleTicks(anglesDeg: readonly number[], left: number, slot: number): PlotTick[] {
  const every = Math.max(1, Math.ceil(anglesDeg.length / angleLabels));
  return anglesDeg.flatMap((value, view) =>
    view % every === 0 ? [{ at: left + (view + 0.5) * slot, value: Number(value.toFixed(1)) }] : [],
  );
}

/** The smallest of 1, 2 and 5 times a power of ten that is not below `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= least * (1 - 1e-9))!;
}
