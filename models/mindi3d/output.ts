import { outsideFieldOfView } from './field-of-view.ts';
import { resample, type Grid } from './resample.ts';
import type { SamplesOutcome } from './samples.ts';
import { huPerUnit, restoreHu, type HuScale } from './scaling.ts';

export interface OutputRequest {
  /** The volume as it came, on its own grid. */
  readonly hu: Int16Array;
  readonly own: Grid;
  /** What the network was given, on the grid it worked on. */
  readonly workingHu: Int16Array;
  readonly working: Grid;
  readonly outcome: SamplesOutcome;
  readonly table: Float32Array;
  readonly scale: HuScale;
}

export interface Output {
  readonly hu: Int16Array;
  readonly spreadHu: Float32Array | null;
}

/**
 * The restored volume in HU on its own grid. From another working grid only the correction x0 - y is
 * carried back, so that the input keeps what the coarser grid could not hold. Outside the reconstructed
 * cylinder the input stays.
 */
export function outputHu(request: OutputRequest): Output {
  const { hu, own, workingHu, working, outcome, table, scale } = request;
  let { x0, spread } = outcome;
  if (workingHu !== hu) {
    for (let i = 0; i < x0.length; i++) x0[i]! -= table[workingHu[i]! + 32768]!;
    x0 = resample(x0, working, own);
    for (let i = 0; i < x0.length; i++) x0[i]! += table[hu[i]! + 32768]!;
    spread = spread === null ? null : resample(spread, working, own);
  }
  const outside = outsideFieldOfView(hu, own.dims);
  const plane = own.dims[0] * own.dims[1];
  const restored = new Int16Array(hu.length);
  const perUnit = huPerUnit(scale);
  for (let i = 0; i < hu.length; i++) {
    const kept = outside !== null && outside[i % plane] === 1;
    restored[i] = kept ? hu[i]! : restoreHu(x0[i]!, hu[i]!, scale);
    if (spread !== null) spread[i] = kept ? 0 : spread[i]! * perUnit;
  }
  return { hu: restored, spreadHu: spread };
}
