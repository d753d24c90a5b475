import { fillPolygon } from '../../../studies/cardiac/contours/fill-polygon.ts';
import { heartCorrectionsSchema } from '../../../studies/library/heart-records.ts';
import type { HeartOutcome, HeartVolume } from '../messages.ts';
import type { HeartNetworks } from '../networks.ts';
import { runHeart } from '../run-heart.ts';
import type { KeptRows } from './kept-rows.ts';
import { dice, mean } from './statistics.ts';

/** What an expert drew in one picture; x, y, x, y, ... in pixels (column, row). */
export interface ExpertOutline {
  /** 0 at the base. */
  readonly slice: number;
  readonly phase: number;
  readonly endocardium: Float64Array;
}

/** A real study with what is known of it. */
export interface RealStudy {
  readonly volumes: readonly HeartVolume[];
  readonly outlines: readonly ExpertOutline[];
}
export type RealName = 'SCD0000101' | 'SCD0000201' | 'pig';
export type RealSource = (name: RealName) => Promise<RealStudy | null>;

export interface RealOptions {
  readonly modelDir: string;
  readonly threads: number;
  /** Which share of the cases this process computes, from 0, of how many. */
  readonly shard: readonly [part: number, parts: number];
}

export interface RealTools {
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
  /** Cine volumes of a real study, or null where its data are not at hand. */
  readonly real: RealSource;
}

/** Volumes by the experts' outlines times the slice step, from the data's own notes. */
const expert: Partial<Record<RealName, { edvMl: number; esvMl: number; efPct: number }>> = {
  SCD0000101: { edvMl: 191.3, esvMl: 141.3, efPct: 26.2 },
  SCD0000201: { edvMl: 241.9, esvMl: 180.3, efPct: 25.5 },
};

export interface RealRow {
  readonly name: RealName;
  readonly expert: { edvMl: number; esvMl: number; efPct: number } | null;
  readonly reported: Readonly<
    Record<'edvMl' | 'esvMl' | 'efPct', readonly [number, number, number]>
  >;
  readonly masks: Readonly<Record<'edvMl' | 'esvMl' | 'efPct', number | null>>;
  readonly head: Readonly<Record<'edvMl' | 'esvMl' | 'efPct', number | null>>;
  /** Of the endocardium, slice by slice; empty without an expert. */
  readonly dice: readonly { slice: number; phase: number; value: number }[];
  readonly meanDice: number | null;
  readonly flags: readonly { code: string; level: string; message: string }[];
  readonly seconds: number;
}

/** The real studies at hand through the whole pipeline, from their volumes on. */
export async function realCases(
  networks: HeartNetworks,
  { modelDir, threads, shard }: RealOptions,
  { real, signal, note }: RealTools,
  kept: KeptRows,
): Promise<RealRow[]> {
  const rows: RealRow[] = [];
  for (const name of ['SCD0000101', 'SCD0000201', 'pig'] as const) {
    const key = `${networks.weightsSha256.slice(0, 16)}/real/${name}`;
    const known = kept.get(key) as RealRow | undefined;
    if (known) rows.push(known);
    if (known || shard[0] !== 0) continue;
    const study = await real(name);
    if (study === null) {
      note(`${name}: its data are not at hand`);
      continue;
    }
    const outcome = await runHeart(
      {
        type: 'heart',
        modelDir,
        provider: 'cpu',
        threads,
        volumes: study.volumes,
        corrections: heartCorrectionsSchema.parse({}),
      },
      { onProgress: () => undefined, cancelled: () => signal.aborted },
    );
    rows.push(await kept.once(key, () => Promise.resolve(rowOf(name, study, outcome))));
    note(name);
  }
  return rows;
}

function rowOf(name: RealName, study: RealStudy, outcome: HeartOutcome): RealRow {
  const { measures, masks, head } = outcome;
  const three = (key: 'lvEdvMl' | 'lvEsvMl' | 'lvEfPct') => {
    const { value, low, high } = measures[key] ?? { value: NaN, low: NaN, high: NaN };
    return [value, low, high] as const;
  };
  const values = (of: typeof measures) => ({
    edvMl: of.lvEdvMl?.value ?? null,
    esvMl: of.lvEsvMl?.value ?? null,
    efPct: of.lvEfPct?.value ?? null,
  });
  const found = study.outlines.map((outline) => diceOf(outline, study, outcome));
  return {
    name,
    expert: expert[name] ?? null,
    reported: { edvMl: three('lvEdvMl'), esvMl: three('lvEsvMl'), efPct: three('lvEfPct') },
    masks: values(masks.measures),
    head: values(head),
    dice: found,
    meanDice: found.length === 0 ? null : mean(found.map(({ value }) => value)),
    flags: outcome.flags.map(({ code, level, message }) => ({ code, level, message })),
    seconds: outcome.seconds,
  };
}

/**
 * Dice of the cavity against an outline. The expert numbers slices from the base; so does the model, of
 * the slices of the volume that it ordered.
 */
function diceOf(outline: ExpertOutline, study: RealStudy, outcome: HeartOutcome) {
  const stack = outcome.planes
    .filter(({ view, order }) => view === 'sax' && order !== null)
    .sort((a, b) => a.order! - b.order!);
  const plane = stack[outline.slice];
  const volume = study.volumes.find(({ volumeId }) => volumeId === plane?.volumeId);
  const map = outcome.labels.find(({ sourceVolumeId }) => sourceVolumeId === plane?.volumeId);
  const { slice, phase } = outline;
  if (plane === undefined || volume === undefined || map === undefined)
    return { slice, phase, value: 0 };
  const size = plane.dims[0] * plane.dims[1];
  const from = (phase * volume.dims[2] + plane.slice) * size;
  const truth = new Uint8Array(size);
  fillPolygon(truth, plane.dims, outline.endocardium, 1);
  return { slice, phase, value: dice(map.labels.subarray(from, from + size), truth, 1, 1) ?? 0 };
}
