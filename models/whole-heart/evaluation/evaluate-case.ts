import type { HeartMeasures } from '../../../studies/library/heart-records.ts';
import { headMeasures } from '../../../studies/library/heart-records.ts';
import { cosine } from '../encode.ts';
import { measuredOf } from '../features.ts';
import { FRAME_PIXELS } from '../graph-shapes.ts';
import { reconstruct, unlikeness } from '../leave-one-out.ts';
import type { HeartNetworks } from '../networks.ts';
import { numbersOf } from '../numbers.ts';
import { planeOf, slotsOn } from '../stored-input.ts';
import { analyse, factsOf, type Analysed } from './analyse.ts';
import type { CaseRow, FlawRow, MissingRow } from './case-row.ts';
import { flawedSlot, flaws, withFlaw } from './flaws.ts';
import type { HeartCase } from './heart-case.ts';
import { dice } from './statistics.ts';

/** How much is asked of a case. */
export type Depth = 'numbers' | 'missing' | 'everything';

/**
 * A phantom through the application's own pipeline from the network's input on, held against its truth;
 * with planes left out and with faults in planes where asked for.
 */
export async function evaluateCase(
  networks: HeartNetworks,
  heart: HeartCase,
  depth: Depth,
  cancelled: () => boolean,
): Promise<CaseRow> {
  const began = performance.now();
  const found = await analyse(networks, heart, cancelled);
  const { measures } = found.numbers;
  const missing = depth === 'numbers' ? [] : await missingRows(networks, heart, found);
  const flawed = depth === 'everything' ? await flawRows(networks, heart, found, cancelled) : [];
  return {
    set: heart.set,
    seed: heart.seed,
    kind: heart.kind,
    truth: [...heart.truth],
    head: measures,
    masks: found.masks.measures,
    trueContours: trueContoursOf(heart),
    dice: diceOf(found.labels, heart),
    embedding: [...found.numbers.head.embedding],
    missing,
    flawed,
    seconds: (performance.now() - began) / 1000,
  };
}

/** Disc summation on the same slices, and area-length of 2- and 4-chamber, with perfect contours. */
function trueContoursOf(heart: HeartCase): CaseRow['trueContours'] {
  const facts = factsOf(heart.labels, heart);
  const long = (slot: number) => facts.longAxis.find((plane) => plane.slot === slot) ?? null;
  const numbers = measuredOf({
    shortAxis: facts.shortAxis,
    longAxis: [long(0), long(1), long(2)],
  });
  const [edv, esv, , biplaneGiven, biplaneEdv, biplaneEsv] = [4, 5, 6, 96, 97, 98].map(
    (n) => numbers[n]!,
  ) as [number, number, number, number, number, number];
  const volumes = (ed: number, es: number) => ({
    edvMl: 100 * ed,
    esvMl: 100 * es,
    efPct: 100 * (1 - es / Math.max(ed, 1e-3)),
  });
  return {
    discs: facts.shortAxis.length > 0 ? volumes(edv, esv) : null,
    areaLength: biplaneGiven === 1 ? volumes(biplaneEdv, biplaneEsv) : null,
  };
}

/** Dice of classes 1 to 5 at true end-diastole and end-systole, mean over the planes that show them. */
function diceOf(labels: Uint8Array, heart: HeartCase): CaseRow['dice'] {
  const left = heart.curves.filter((_, n) => n % 2 === 0);
  const phases = {
    ed: left.indexOf(Math.max(...left)),
    es: left.indexOf(Math.min(...left)),
  };
  const of = (slots: readonly number[], phase: number) =>
    [1, 2, 3, 4, 5].map((label) => {
      const values = slots.flatMap((slot) => {
        const at = (maps: Uint8Array) =>
          planeOf(maps, slot).subarray(phase * FRAME_PIXELS, (phase + 1) * FRAME_PIXELS);
        return dice(at(labels), at(heart.labels), label) ?? [];
      });
      return values.length === 0 ? null : values.reduce((sum, v) => sum + v, 0) / values.length;
    });
  const slots = slotsOn(heart.present);
  const [long, short] = [slots.filter((slot) => slot < 3), slots.filter((slot) => slot >= 3)];
  return {
    saxEd: of(short, phases.ed),
    saxEs: of(short, phases.es),
    laxEd: of(long, phases.ed),
    laxEs: of(long, phases.es),
  };
}

/** Choices of planes that are left out, by name. */
export function missingChoices(present: readonly number[]): Map<string, number[]> {
  const slots = slotsOn(present);
  const short = slots.filter((slot) => slot >= 3);
  const middle = short[short.length >> 1];
  return new Map<string, number[]>([
    ...slots.map((slot): [string, number[]] => [`slot ${slot}`, [slot]]),
    ['all long-axis', slots.filter((slot) => slot < 3)],
    ['3 of 6 short-axis', short.filter((_, n) => n % 2 === 1)],
    ['all but 1 short-axis and 4ch', slots.filter((slot) => slot !== 2 && slot !== middle)],
    ['all short-axis', short],
  ]);
}

async function missingRows(
  networks: HeartNetworks,
  heart: HeartCase,
  { input, numbers }: Analysed,
): Promise<MissingRow[]> {
  const rows: MissingRow[] = [];
  for (const [name, slotsOff] of missingChoices(heart.present)) {
    if (slotsOff.length === slotsOn(heart.present).length) continue;
    const without = await numbersOf(networks, input, { slotsOff });
    const [single] = name.startsWith('slot') ? slotsOff : [];
    const drawn =
      single === undefined ? null : await reconstruct(networks, without.encoded, input.geometry);
    rows.push({
      name,
      lvEfPct: without.measures.lvEfPct!,
      lvEdvMl: without.measures.lvEdvMl!,
      inside: insideOf(without.measures, heart.truth),
      cosine: cosine(numbers.head.embedding, without.head.embedding),
      planeError: drawn && unlikeness(planeOf(input.images, single!), planeOf(drawn, single!)),
      flawedErrors: drawn === null ? {} : flawedErrors(heart, single!, planeOf(drawn, single!)),
    });
  }
  return rows;
}

/** How unlike the plane would look to the others with each fault that it gets in this case. */
function flawedErrors(
  heart: HeartCase,
  slot: number,
  drawn: Float32Array,
): Partial<Record<FlawRow['flaw'], number>> {
  return Object.fromEntries(
    flaws
      .filter((flaw) => flawedSlot(heart, flaw) === slot)
      .map((flaw) => [flaw, unlikeness(planeOf(withFlaw(heart, flaw, slot), slot), drawn)]),
  );
}

async function flawRows(
  networks: HeartNetworks,
  heart: HeartCase,
  found: Analysed,
  cancelled: () => boolean,
): Promise<FlawRow[]> {
  const rows: FlawRow[] = [];
  for (const flaw of flaws) {
    const slot = flawedSlot(heart, flaw);
    if (slot === null) continue;
    const images = withFlaw(heart, flaw, slot);
    const others = slotsOn(heart.present).filter((other) => other !== slot);
    const known = { labels: found.labels, slots: others };
    const faulty = await analyse(networks, { ...heart, images }, cancelled, known);
    const { lvEfPct } = faulty.numbers.measures;
    rows.push({ flaw, slot, lvEfPct: lvEfPct! });
  }
  return rows;
}

/** Share of the truths inside their 90 % intervals. */
function insideOf(measures: HeartMeasures, truth: readonly number[]): number {
  const told = headMeasures.flatMap((name, n) => {
    const measure = measures[name];
    return measure ? [truth[n]! >= measure.low && truth[n]! <= measure.high] : [];
  });
  return told.filter(Boolean).length / told.length;
}
