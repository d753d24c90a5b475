import { join, resolve } from 'node:path';
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { evaluateText } from '../../studies/messages/en/evaluate.ts';
import { cliText } from '../../studies/messages/en/cli.ts';
import type { Evaluation } from '../../models/mindi3d/evaluation/evaluate.ts';
import type { Perform } from './command.ts';
import { denseTableLines, evaluateDmcvr } from './evaluate-dense.ts';
import { evaluateWholeHeart, heartLines, type HeartOptions } from './evaluate-heart.ts';
import { evaluatePositions, positionLines } from './evaluate-positioning.ts';
import type { Session } from './session.ts';
import { UsageError } from './usage.ts';

interface Options extends HeartOptions {
  foreign?: string;
  only?: string;
}

const root = resolve(import.meta.dirname, '../..');

export function addEvaluate(program: Command, perform: Perform): void {
  program
    .command('evaluate')
    .description('a model, or positioning, on frozen held-out cases; goes on where it stopped')
    .argument('<model>', 'mindi3d, whole-heart, dmcvr or positioning')
    .option('--quick', 'few frozen cases, five minutes; of positioning one phantom, one minute')
    .option('--data <dir>', 'folder of the test data (default: SPARROW_DATA, or ../shared/data)')
    .option('--out <dir>', 'folder for the report and for what is computed')
    .option('--foreign <dir>', 'also measure pairs that another program made')
    .option('--only <text>', 'only cases whose name contains this')
    .option(
      '--cases <dir>',
      'phantoms of whole-heart or dmcvr (default: .cache/hearts, .cache/dense)',
    )
    .option('--limit <n>', 'at most so many cases of each set')
    .option(
      '--shard <i/n>',
      'whole-heart, dmcvr or positioning: the share of the cases that this process computes',
    )
    .action((model: string, options: Options) =>
      perform(async (session) => {
        if (model === 'whole-heart') {
          const found = await evaluateWholeHeart(options, session);
          return session.out.answer(found, heartLines(found));
        }
        if (model === 'dmcvr') {
          const found = await evaluateDmcvr(options, session);
          return session.out.answer(found, denseTableLines(found));
        }
        if (model === 'positioning') {
          const { found, written } = await evaluatePositions(options, session);
          return session.out.answer(found, [
            ...positionLines(found),
            ...written.map(cliText.written),
          ]);
        }
        if (model !== 'mindi3d') throw new UsageError('evaluate/unknown-model', { model });
        const { found, written } = await evaluate(options, session);
        session.out.answer(found, [...lines(found), ...written.map(cliText.written)]);
      }),
    );
}

async function evaluate(options: Options, { out, signal }: Session) {
  const { evaluateMindi3d } = await import('../../models/mindi3d/evaluation/evaluate.ts');
  const { writeReport } = await import('../../models/mindi3d/evaluation/report.ts');
  const { SlicePictures } = await import('../../models/mindi3d/evaluation/slice-pictures.ts');
  const { coneBeamThreads } =
    await import('../../studies/projections/threads/cone-beam-threads.ts');
  const { nodeWorkers } = await import('../engine/jobs/node-worker.ts');
  const models = process.env['SPARROW_MODELS'] ?? join(root, 'models');
  const outDir = resolve(options.out ?? join(root, '.cache/evaluation/mindi3d'));
  const threads = availableParallelism();
  const beam = await coneBeamThreads(threads);
  const pictures = new SlicePictures(outDir);
  try {
    const found = await evaluateMindi3d(
      {
        modelDir: resolve(models, 'mindi3d'),
        outDir,
        quick: options.quick === true,
        threads,
        ...(options.data ? { dataDir: resolve(options.data) } : {}),
        ...(options.foreign ? { foreignDir: resolve(options.foreign) } : {}),
        ...(options.only ? { only: options.only } : {}),
      },
      {
        beam,
        startWorker: nodeWorkers(),
        signal,
        note: (line) => out.note(line),
        onVolume: (row, hu, scanned) => pictures.volume(row, hu, scanned),
        onLesionPictures: (seen) => pictures.lesions(seen),
      },
    );
    return { found, written: await writeReport(outDir, found) };
  } finally {
    await beam.dispose();
  }
}

function lines({ bars, means, skipped }: Evaluation): string[] {
  const cell = (value: string | number, width: number) => String(value).padStart(width);
  return [
    ...means.map((row) =>
      [
        row.set.padEnd(8),
        cell(row.views, 4),
        row.method.padEnd(44),
        cell(row.psnrDb.toFixed(2), 6),
        cell(`${row.gainDb >= 0 ? '+' : ''}${row.gainDb.toFixed(2)} dB`, 10),
        cell(`worst ${row.worstGainDb.toFixed(2)}`, 12),
        cell(`SSIM ${row.ssim.toFixed(4)}`, 12),
        cell(`MAE ${row.maeHu.toFixed(1)} HU`, 13),
        cell(`${row.residualPercent.toFixed(2)} %`, 8),
      ].join(' '),
    ),
    ...bars.flatMap(({ method, bars: each }) => [
      evaluateText.bars(method),
      ...each.map(
        ({ bar, check, verdict, detail }) =>
          `${cell(bar, 4)} ${verdict.padEnd(12)} ${check}: ${detail}`,
      ),
    ]),
    ...(skipped.length > 0 ? [evaluateText.skipped(skipped)] : []),
  ];
}
