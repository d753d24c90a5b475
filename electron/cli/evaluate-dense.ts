import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { DenseEvaluation } from '../../models/dmcvr/evaluation/evaluate.ts';
import { shardOf, type HeartOptions } from './evaluate-heart.ts';
import { realSource } from './real-studies.ts';
import type { Session } from './session.ts';
import { tableLines } from './table-lines.ts';

const root = resolve(import.meta.dirname, '../..');

/** `evaluate dmcvr`: gates G-a to G-i of dmcvr.md, section 6.7. */
export async function evaluateDmcvr(
  options: HeartOptions,
  { out, signal }: Session,
): Promise<DenseEvaluation> {
  const { evaluateDense } = await import('../../models/dmcvr/evaluation/evaluate.ts');
  const models = process.env['SPARROW_MODELS'] ?? join(root, 'models');
  const data = options.data ?? process.env['SPARROW_DATA'] ?? join(root, '../shared/data');
  const own = join(root, 'models/dmcvr/evaluation/cases');
  const kept = options.cases ?? join(root, '.cache/dense');
  const real = realSource(resolve(data, 'cine'));
  return evaluateDense(
    {
      modelDir: resolve(models, 'dmcvr'),
      casesDir: options.quick === true || !existsSync(kept) ? own : resolve(kept),
      outDir: resolve(options.out ?? join(root, '.cache/evaluation/dmcvr')),
      limit: options.limit === undefined ? Infinity : Number(options.limit),
      shard: shardOf(options.shard),
      threads: Math.max(1, Math.floor(availableParallelism() / shardOf(options.shard)[1])),
    },
    {
      signal,
      note: (line) => out.note(line),
      real: async (name) => (await real(name))?.volumes ?? null,
    },
  );
}

export const denseTableLines = ({ table }: DenseEvaluation): string[] => tableLines(table);
