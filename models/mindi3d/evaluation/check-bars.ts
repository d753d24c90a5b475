import { db, headlineViews, notMeasured, verdict, type Bar, type Measured } from './bar.ts';
import type { PositionRow } from './position-check.ts';
import { mean } from './table.ts';

export function loopBar({ loop }: Measured): Bar {
  const head = [1, 'oracle loop, K = 1, repeatable', 'exact'] as const;
  if (loop === null) return notMeasured(...head);
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

export function lesionBar(all: Measured): Bar {
  const check = 'inserted lesions and lesion-free controls, 50 views';
  const must = 'contrast recovery 0.8 from 8 mm; no new blob above 100 HU and 6 mm';
  const mine = all.lesions.lesions.filter(({ method }) => method === all.method);
  const controls = all.lesions.controls.filter(({ method }) => method === all.method);
  if (mine.length === 0) return notMeasured(7, check, must);
  const from = (mm: number) => mine.filter(({ diameterMm }) => diameterMm >= mm);
  const recovery = (mm: number) => mean(from(mm).map((lesion) => lesion.recovery));
  const worst = from(8).reduce((a, b) => (a.recovery < b.recovery ? a : b), from(8)[0]!);
  const low = from(8).filter((lesion) => lesion.recovery < 0.8);
  const invented = controls.reduce((sum, row) => sum + row.invented, 0);
  const removed = controls.reduce((sum, row) => sum + row.removed, 0);
  const leftOver = controls.reduce((sum, row) => sum + row.leftOver, 0);
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
      `controls: ${invented} new blobs, ${removed} removed, ${leftOver} left over from the sparse FDK`,
  };
}

export function positionBar(all: Measured): Bar {
  const check = 'positioning with known offsets';
  const must = 'dense FDK + 0.3 mm, 0.2 degrees';
  const rows = (method: string) => all.positions.filter((row) => row.method === method);
  const [mine, dense] = [rows(all.method), rows('dense FDK')];
  if (mine.length === 0) return notMeasured(9, check, must);
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

export function shiftBar(all: Measured): Bar {
  const check = 'other geometry, other view counts, doubled noise';
  const must = 'no case worse than the sparse FDK; banner raised';
  const shifts = all.shifts.filter(({ method }) => method === all.method);
  if (shifts.length === 0) return notMeasured(10, check, must);
  const inDomain = mean(
    all.rows
      .filter((row) => row.views === headlineViews && row.method === all.method)
      .map(({ gainDb }) => gainDb),
  );
  const worst = shifts.reduce((a, b) => (a.gainDb < b.gainDb ? a : b));
  const silent = shifts.filter(({ flagged, warnings }) => flagged && warnings.length === 0);
  const each = [...Map.groupBy(shifts, ({ shift }) => shift)].map(
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

export function seamBar({ seams }: Measured): Bar {
  const check = 'seams: steps across tile borders in (tiled - whole)';
  const must = 'at most 5 HU RMS';
  if (seams === null) return notMeasured(11, check, must);
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

export function parityBar({ parity }: Measured): Bar {
  const check = 'ONNX parity with the Python reference';
  const must = 'at most 1e-3 scaled';
  if (parity === null) return notMeasured(12, check, must);
  return {
    bar: 12,
    check,
    must,
    verdict: verdict(parity.worstScaled <= 1e-3, parity.worstScaled <= 1e-4),
    detail: `worst ${parity.worstScaled.toExponential(1)} of ${parity.cases} runs, both in whole HU`,
  };
}

export function costBar({ cost }: Measured): Bar {
  const check = 'cost: 128 x 128 x 128, K = 4, two threads';
  const must = 'at most 120 s and 1.5 GB';
  if (cost === null) return notMeasured(13, check, must);
  const gigabytes = cost.peakBytes / 1e9;
  const whole = cost.dims.every((n) => n === 128) && cost.steps === 4;
  const detail =
    `${cost.dims.join(' x ')}, K = ${cost.steps}: ${cost.seconds.toFixed(1)} s ` +
    `(${cost.cpuSeconds.toFixed(1)} CPU s), peak ${gigabytes.toFixed(2)} GB`;
  const must13 = verdict(cost.seconds <= 120 && gigabytes <= 1.5, cost.seconds <= 60);
  return { bar: 13, check, must, verdict: whole ? must13 : 'reported', detail };
}
