import { BEAT, CROP, FRAME_PIXELS } from './graph-shapes.ts';

/**
 * Mask features: what the label maps of one study say, as M numbers for the phenotype head. The twin of
 * models/training/heart/features.py: both give the same numbers (golden test). Areas are cm2 at the 24
 * phases of the beat; extents are rows of the crop (2 mm apart) that hold at least two pixels.
 */

const pixelCm2 = 0.04;
const rowMm = 2;
const leastPixels = 2;
const shortNumbers = 45;
const longNumbers = 17;
const biplaneNumbers = 5;

/** One short-axis slice. */
export interface ShortAxisFacts {
  /** Along e3 from the origin of the heart frame. */
  readonly heightMm: number;
  /** [24][3]: LV cavity, LV myocardium, RV cavity. */
  readonly areasCm2: readonly number[];
}

/** One long-axis plane. */
export interface LongAxisFacts {
  /** [24][5]: classes 1 to 5. */
  readonly areasCm2: readonly number[];
  /** [24][2] first and last row of the LV cavity and of the left atrium; null: none. */
  readonly lvRowsMm: readonly (number | null)[];
  readonly laRowsMm: readonly (number | null)[];
}

export interface MaskTable {
  readonly shortAxis: readonly ShortAxisFacts[];
  /** 2-, 3- and 4-chamber. */
  readonly longAxis: readonly [LongAxisFacts | null, LongAxisFacts | null, LongAxisFacts | null];
}

/** Areas of classes 1 to `classes` of one crop (96 x 96), cm2. */
export function areasOf(labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes + 1).fill(0);
  for (let n = 0; n < FRAME_PIXELS; n++) {
    const label = labels[n]!;
    if (label <= classes) counts[label]!++;
  }
  return counts.slice(1).map((count) => count * pixelCm2);
}

/** First and last row of a class in one crop, mm; null where it has no row of two pixels. */
export function rowsOf(labels: Uint8Array, label: number): [number | null, number | null] {
  let first: number | null = null;
  let last: number | null = null;
  for (let row = 0; row < CROP; row++) {
    let count = 0;
    for (let n = row * CROP; n < (row + 1) * CROP; n++) if (labels[n] === label) count++;
    if (count < leastPixels) continue;
    first ??= row * rowMm;
    last = row * rowMm;
  }
  return [first, last];
}

/** `measured`: MEASURED numbers. */
export function measuredOf(table: MaskTable): Float32Array {
  return Float32Array.from([
    ...shortNumbersOf(table.shortAxis),
    ...table.longAxis.flatMap(longNumbersOf),
    ...biplaneNumbersOf(table.longAxis),
  ]);
}

/** What each slice stands for, mm: half the gap to either neighbour; ends reach as far out as in. */
export function discsMm(heights: readonly number[]): number[] {
  if (heights.length === 1) return [10];
  const gaps = heights.slice(1).map((height, n) => height - heights[n]!);
  return heights.map(
    (_, n) => (gaps[Math.max(0, n - 1)]! + gaps[Math.min(n, gaps.length - 1)]!) / 2,
  );
}

function shortNumbersOf(slices: readonly ShortAxisFacts[]): number[] {
  if (slices.length === 0) return new Array<number>(shortNumbers).fill(0);
  const sorted = [...slices].sort((a, b) => a.heightMm - b.heightMm);
  const heights = sorted.map(({ heightMm }) => heightMm);
  const thick = discsMm(heights);
  const at = (slice: number, t: number, c: number) => sorted[slice]!.areasCm2[t * 3 + c]!;
  const curve = (c: number) =>
    beat((t) => sumOf(thick, (mm, slice) => (mm * at(slice, t, c)) / 10));
  const [lv, myo, rv] = [curve(0), curve(1), curve(2)];
  const ed = argmax(lv);
  const es = argmin(lv);
  const atEd = sorted.map((_, slice) => at(slice, ed, 0));
  const top = Math.max(...atEd, 1e-3);
  const shown = atEd.flatMap((area, slice) => (area > 0.5 ? [slice] : []));
  const wallsAt = (t: number, largest: number) =>
    walls(
      sorted.map((_, slice) => [at(slice, t, 0), at(slice, t, 1)] as const),
      0.3 * largest,
    );
  const edWalls = wallsAt(ed, top);
  const esTop = Math.max(...sorted.map((_, slice) => at(slice, es, 0)), 1e-3);
  const gaps = heights.slice(1).map((height, n) => height - heights[n]!);
  const [rvMost, rvLeast] = [Math.max(...rv), Math.min(...rv)];
  return [
    1,
    heights.length / 10,
    (gaps.length > 0 ? median(gaps) : 0) / 10,
    sumOf(thick, (mm) => mm) / 100,
    lv[ed]! / 100,
    lv[es]! / 100,
    (lv[ed]! - lv[es]!) / Math.max(lv[ed]!, 1e-3),
    myo[ed]! / 100,
    myo[es]! / 100,
    rvMost / 100,
    rvLeast / 100,
    (rvMost - rvLeast) / Math.max(rvMost, 1e-3),
    top / 30,
    atEd[0]! / top,
    atEd.at(-1)! / top,
    (shown.length > 0 ? heights[shown[0]!]! : 0) / 50,
    (shown.length > 0 ? heights[shown.at(-1)!]! : 0) / 50,
    shown.length / 10,
    mean(edWalls),
    edWalls.length > 0 ? Math.max(...edWalls) : 0,
    mean(wallsAt(es, esTop)),
    ...lv.map((volume) => volume / 100),
  ];
}

/** Wall thickness in cm of rings with the same areas, of slices whose cavity is larger than `least`. */
function walls(areas: readonly (readonly [number, number])[], least: number): number[] {
  return areas
    .filter(([cavity]) => cavity > least)
    .map(([cavity, wall]) => Math.sqrt((cavity + wall) / Math.PI) - Math.sqrt(cavity / Math.PI));
}

const area = (plane: LongAxisFacts, t: number, label: number) => plane.areasCm2[t * 5 + label - 1]!;
const areaCurve = (plane: LongAxisFacts, label: number) => beat((t) => area(plane, t, label));

/** mm from the first to the last row at a phase; 0 when there is none. */
function lengthMm(rows: readonly (number | null)[], t: number): number {
  const [first, last] = [rows[2 * t] ?? null, rows[2 * t + 1] ?? null];
  return first === null || last === null ? 0 : last - first + rowMm;
}

/** Area-length: 8 A B / (3 pi L), mL, from cm2 and mm. */
function areaLengthMl(a: number, b: number, mm: number): number {
  return mm <= 0 ? 0 : (8 * a * b) / ((3 * Math.PI * mm) / 10);
}

function longNumbersOf(plane: LongAxisFacts | null): number[] {
  if (plane === null) return new Array<number>(longNumbers).fill(0);
  const [lv, rv, la, ra] = [1, 3, 4, 5].map((label) => areaCurve(plane, label)) as [
    number[],
    number[],
    number[],
    number[],
  ];
  const ed = argmax(lv);
  const es = argmin(lv);
  const full = argmax(la);
  const edMm = lengthMm(plane.lvRowsMm, ed);
  const esMm = lengthMm(plane.lvRowsMm, es);
  const laMm = lengthMm(plane.laRowsMm, full);
  const bottom = [ed, es].map((t) => plane.lvRowsMm[2 * t + 1] ?? null);
  const travel = bottom[0] === null || bottom[1] === null ? 0 : bottom[0]! - bottom[1]!;
  return [
    1,
    lv[ed]! / 30,
    lv[es]! / 30,
    edMm / 100,
    esMm / 100,
    area(plane, ed, 2) / 30,
    Math.max(...rv) / 30,
    Math.min(...rv) / 30,
    Math.max(...la) / 30,
    Math.min(...la) / 30,
    Math.max(...ra) / 30,
    Math.min(...ra) / 30,
    laMm / 100,
    areaLengthMl(lv[ed]!, lv[ed]!, edMm) / 100,
    areaLengthMl(lv[es]!, lv[es]!, esMm) / 100,
    travel / 10,
    areaLengthMl(la[full]!, la[full]!, laMm) / 100,
  ];
}

function biplaneNumbersOf([two, , four]: MaskTable['longAxis']): number[] {
  if (two === null || four === null) return new Array<number>(biplaneNumbers).fill(0);
  const volume = (label: 1 | 4, pick: (curve: readonly number[]) => number) => {
    const planes = [two, four].map((plane) => {
      const curve = areaCurve(plane, label);
      const t = pick(curve);
      const rows = label === 1 ? plane.lvRowsMm : plane.laRowsMm;
      return { cm2: curve[t]!, mm: lengthMm(rows, t) };
    });
    const mm = (planes[0]!.mm + planes[1]!.mm) / 2;
    return areaLengthMl(planes[0]!.cm2, planes[1]!.cm2, mm) / 100;
  };
  return [1, volume(1, argmax), volume(1, argmin), volume(4, argmax), volume(4, argmin)];
}

function beat(value: (t: number) => number): number[] {
  return Array.from({ length: BEAT }, (_, t) => value(t));
}

function sumOf(values: readonly number[], part: (value: number, n: number) => number): number {
  return values.reduce((sum, value, n) => sum + part(value, n), 0);
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : sumOf(values, (value) => value) / values.length;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Position of the first largest and of the first smallest value. */
function argmax(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
function argmin(values: readonly number[]): number {
  return values.indexOf(Math.min(...values));
}
