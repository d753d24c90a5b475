import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { PositioningEvaluation } from '../../models/positioning/evaluation/evaluate.ts';
import { shardOf, type HeartOptions } from './evaluate-heart.ts';
import type { Session } from './session.ts';

const root = resolve(import.meta.dirname, '../..');

/** `evaluate positioning`: how well scans of few views lay a patient onto the planning CT. */
export async function evaluatePositions(options: HeartOptions, { out, signal }: Session) {
  const { evaluatePositioning } = await import('../../models/positioning/evaluation/evaluate.ts');
  const { writePositioningReport } = await import('../../models/positioning/evaluation/report.ts');
  const { coneBeamThreads } =
    await import('../../studies/projections/threads/cone-beam-threads.ts');
  const models = process.env['SPARROW_MODELS'] ?? join(root, 'models');
  const outDir = resolve(options.out ?? join(root, '.cache/evaluation/positioning'));
  const shard = shardOf(options.shard);
  const threads = Math.max(1, Math.floor(availableParallelism() / shard[1]));
  const folder = options.quick === true ? join(outDir, 'quick') : outDir;
  const beam = await coneBeamThreads(threads);
  let written: string[] = [];
  try {
    const found = await evaluatePositioning(
      {
        modelDir: resolve(models, 'mindi3d'),
        outDir,
        quick: options.quick === true,
        limit: options.limit === undefined ? Infinity : Number(options.limit),
        shard,
        threads,
        ...(options.data ? { dataDir: resolve(options.data) } : {}),
      },
      {
        beam,
        signal,
        note: (line) => out.note(line),
        onStage: async (sofar) => {
          written = await writePositioningReport(folder, sofar);
        },
      },
    );
    return { found, written };
  } finally {
    await beam.dispose();
  }
}

/** The tables as lines of text. */
export function positionLines({ table, refusals }: PositioningEvaluation): string[] {
  const three = ({ mean, p95, max }: { mean: number; p95: number; max: number }) =>
    [mean, p95, max].map((value) => value.toFixed(2).padStart(5)).join(' ');
  return [
    ...table.map((row) =>
      [
        row.realised.padEnd(9),
        row.of.padEnd(8),
        row.arm.padEnd(44),
        `n ${row.n}`.padStart(5),
        `${three(row.mm)} mm`,
        `${three(row.deg)} deg`,
        `${(100 * row.good).toFixed(1).padStart(5)} % good`,
      ].join('  '),
    ),
    ...refusals.map(
      ({ kind, arm, n, refused, failed }) =>
        `${kind}, ${arm}: ${refused} of ${n} refused${failed.length > 0 ? `; wrong: ${failed.join(', ')}` : ''}`,
    ),
  ];
}
