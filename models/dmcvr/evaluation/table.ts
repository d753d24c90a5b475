import type { DenseMethod } from '../../../studies/library/dense-records.ts';
import { judged, type TableRow } from '../../whole-heart/evaluation/table-row.ts';
import type { CaseRow } from './evaluate-case.ts';
import { ablationRows, inversionGate } from './diffusion-rows.ts';
import { harmGate, labelGate, pictureGate, strataRows } from './slab-rows.ts';
import { realTable, type RealDenseRow } from './real-rows.ts';

import type { Timing } from './timing.ts';
import { shapeGate, volumeGate } from './volume-rows.ts';

/** What the training recorded of the graphs against PyTorch: dmcvr-parity.test.ts checks the same. */
export interface Parity {
  readonly eps: number;
  readonly loop: number;
}

/** All of dmcvr.md, section 6.7, for the default and beside it for the diffusion methods. */
export function tableOf(
  method: DenseMethod,
  rows: readonly CaseRow[],
  real: readonly RealDenseRow[],
  { parity, timing, threads }: { parity: Parity | null; timing: Timing | null; threads: number },
): TableRow[] {
  const of = (set: string) => rows.filter((row) => row.set === set);
  const [test, beyond] = [of('test'), [...of('shifted'), ...of('heldout')]];
  const others = (['between', 'dmcvr', 'dmcvr-middle'] as const).filter((one) => one !== method);
  return [
    parityGate(parity),
    ...inversionGate(test),
    ...pictureGate(method, test),
    ...others.flatMap((one) => pictureGate(one, test)),
    ...labelGate(method, test),
    ...others.flatMap((one) => labelGate(one, test)),
    ...volumeGate(method, test),
    ...(method === 'linear' ? [] : volumeGate('linear', test)),
    ...volumeGate('dmcvr-middle', test),
    ...shapeGate(method, test),
    ...harmGate(method, test, beyond),
    ...others.flatMap((one) => harmGate(one, test, beyond)),
    ...realTable(method, real),
    timeGate(timing, threads),
    ...strataRows(method, [...test, ...beyond]),
    ...ablationRows(test),
  ];
}

function parityGate(parity: Parity | null): TableRow {
  const row = {
    claim: 'G-a graphs',
    measure: 'graphs and whole loop against PyTorch (largest difference)',
    bar: 'eps 1e-4, loop 1e-3',
    n: parity === null ? 0 : 1,
  };
  if (parity === null) return judged(row, '', false);
  const { eps, loop } = parity;
  return judged(
    row,
    `eps ${eps.toExponential(1)}, loop ${loop.toExponential(1)}`,
    eps <= 1e-4 && loop <= 1e-3,
  );
}

function timeGate(timing: Timing | null, threads: number): TableRow {
  const most = threads >= 8 ? 15 : 60;
  const row = {
    claim: 'G-i time',
    measure: `ten slices to 46 planes, diffusion, K = 20, threads: ${threads}`,
    bar: `${most} s, 1 GB`,
    n: timing === null ? 0 : 1,
  };
  if (timing === null) return judged(row, '', false);
  const gigabytes = timing.peakBytes / 1e9;
  return judged(
    row,
    `${timing.seconds.toFixed(1)} s, ${gigabytes.toFixed(2)} GB`,
    timing.seconds <= most && gigabytes <= 1,
  );
}
