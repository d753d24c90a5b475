import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { HeartEvaluation } from '../../models/whole-heart/evaluation/evaluate.ts';
import { realSource } from './real-studies.ts';
import type { Session } from './session.ts';
import { tableLines } from './table-lines.ts';
import { UsageError } from './usage.ts';

export interface HeartOptions {
  quick?: boolean;
  data?: string;
  out?: string;
  cases?: string;
  limit?: string;
  shard?: string;
}

const root = resolve(import.meta.dirname, '../..');
/** `evaluate whole-heart`: the table of whole-heart.md, section 6.8. */
export async function evaluateWholeHeart(
  options: HeartOptions,
  { out, signal }: Session,
): Promise<HeartEvaluation> {
  const { evaluateHeart } = await import('../../models/whole-heart/evaluation/evaluate.ts');
  const models = process.env['SPARROW_MODELS'] ?? join(root, 'models');
  const cases = options.cases ?? join(root, '.cache/hearts');
  const casesDir = options.quick === true || !existsSync(cases) ? null : resolve(cases);
  const data = options.data ?? process.env['SPARROW_DATA'] ?? join(root, '../shared/data');
  return evaluateHeart(
    {
      modelDir: resolve(models, 'whole-heart'),
      casesDir,
      outDir: resolve(options.out ?? join(root, '.cache/evaluation/whole-heart')),
      limit: options.limit === undefined ? Infinity : Number(options.limit),
      shard: shardOf(options.shard),
      threads: Math.max(1, Math.floor(availableParallelism() / shardOf(options.shard)[1])),
    },
    { signal, note: (line) => out.note(line), real: realSource(resolve(data, 'cine')) },
  );
}

/** The table as lines of text. */
export function heartLines({ table, real }: HeartEvaluation): string[] {
  const slices = real.flatMap(({ name, dice, flags }) => [
    ...dice.map(
      (row) => `${name} slice ${row.slice} phase ${row.phase} Dice ${row.value.toFixed(3)}`,
    ),
    ...flags.map(({ level, message }) => `${name} ${level}: ${message}`),
  ]);
  return [...tableLines(table), ...slices];
}

/** "2/3" is the second of three processes that share the cases. */
export function shardOf(text: string | undefined): readonly [number, number] {
  if (text === undefined) return [0, 1];
  const [, part, parts] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (part === undefined || Number(part) < 1 || Number(part) > Number(parts))
    throw new UsageError('evaluate/bad-shard', { shard: text });
  return [Number(part) - 1, Number(parts)];
}
