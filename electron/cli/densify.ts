import { Option, type Command } from 'commander';
import { denseMethodSchema, denseParamsSchema } from '../../studies/library/dense-records.ts';
import type { DenseResult } from '../../studies/library/dense-records.ts';
import type { Perform } from './command.ts';
import { studyNamed } from './study-named.ts';
import { UsageError } from './usage.ts';
import { watchJob } from './watch-job.ts';

interface Options {
  phase: string;
  spacing?: string;
  steps?: string;
  seed?: string;
  samples?: string;
  method?: string;
  provider: string;
  withhold?: boolean;
  correctShifts?: boolean;
  acrossWideGaps?: boolean;
  beyond?: boolean;
}

export function addDensify(program: Command, perform: Perform): void {
  program
    .command('densify')
    .description('DMCVR: a dense 3D heart from a short-axis cine stack')
    .argument('<id>', 'id of a cine volume, a series UID, or the UID of a study')
    .option('--phase <p>', 'one phase of the stack, from 0, or all', 'all')
    .option('--spacing <mm>', 'distance between planes, 1.5 to 4 mm (default 2)')
    .option('--steps <n>', 'steps of the diffusion, 2 to 100 (default 20)')
    .option('--seed <n>', 'seed of repeated decodings (default 1)')
    .option('--samples <n>', 'decodings for the spread, 1 to 8 (default 1)')
    .addOption(
      new Option('--method <name>', 'how slices are made; the card names the default').choices(
        denseMethodSchema.options,
      ),
    )
    .option('--withhold', 'hold back every second slice and measure how it is predicted')
    .option('--correct-shifts', 'take breath-hold shifts out first')
    .option('--across-wide-gaps', 'fill gaps of more than 25 mm; their planes are marked')
    .option('--beyond', 'planes beyond the first and the last slice; they are marked')
    .addOption(
      new Option('--provider <name>', 'what computes')
        .choices(['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'])
        .default('auto'),
    )
    .action((name: string, options: Options) =>
      perform(async (session) => {
        const { services } = await session.engine();
        const studyUid = await studyNamed(services, name);
        const job = await services.jobs.densify({ studyUid, params: paramsOf(options) });
        const ended = await watchJob(services, job, session);
        const dense = await services.dense.get(ended.resultId ?? '');
        session.out.answer(denseShape(dense), denseLines(dense));
        return 'done';
      }),
    );
}

function paramsOf(options: Options) {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  const parsed = denseParamsSchema.safeParse({
    provider: options.provider,
    method: options.method,
    phase: options.phase === 'all' ? 'all' : Number(options.phase),
    steps: number(options.steps),
    seed: number(options.seed),
    samples: number(options.samples),
    targetMm: number(options.spacing),
    withhold: options.withhold === true,
    correctShifts: options.correctShifts === true,
    acrossWideGaps: options.acrossWideGaps === true,
    beyond: options.beyond === true,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const option = String(issue?.path[0] ?? '');
  throw new UsageError('cli/bad-number', {
    option: `--${option === 'targetMm' ? 'spacing' : option}`,
    what: issue?.message ?? '',
    value: String(options[option === 'targetMm' ? 'spacing' : (option as keyof Options)] ?? ''),
  });
}

/** What `densify` and `show` print with --json. */
export function denseShape(dense: DenseResult) {
  const { id, volumeId, labelsVolumeId, planes, phases, measures, discs, ...rest } = dense;
  return {
    result: id,
    volume: volumeId,
    labels: labelsVolumeId,
    measures: discs,
    denseMeasures: measures,
    ...rest,
    phases,
    planes,
  };
}

/** One entry of `list`. */
export const denseResultShape = ({ id, model, slices, created }: DenseResult) => ({
  id,
  model,
  source: slices[0]?.volumeId ?? null,
  created,
});

export function denseLines(dense: DenseResult): string[] {
  const { planes, phases, measures, discs, method, seconds, warnings, withheld } = dense;
  const made = planes.filter(({ kind }) => kind !== 'measured').length;
  const row = (name: string, { lvEdvMl, lvEsvMl, lvEfPct, lvMassG }: typeof measures) => {
    const volumes =
      phases.length === 1
        ? `volume ${lvEdvMl.value.toFixed(0)} mL`
        : `EDV ${lvEdvMl.value.toFixed(0)} mL, ESV ${lvEsvMl.value.toFixed(0)} mL, EF ${lvEfPct.value.toFixed(1)} %`;
    return `${name.padEnd(16)} ${volumes}, mass ${lvMassG.value.toFixed(0)} g`;
  };
  return [
    `${dense.id}: ${planes.length} planes, ${made} of them made (${method}), ${phases.length} phases, ${seconds.toFixed(1)} s`,
    row('measured slices', discs),
    row('dense labels', measures),
    ...withheld.flatMap(({ planeId, phase, gapMm, by }) =>
      Object.entries(by).map(
        ([way, { psnrDb, ssim, dice }]) =>
          `held back ${planeId.split('/').at(-1)} phase ${phase} across ${gapMm.toFixed(0)} mm, ${way.padEnd(12)} ${psnrDb.toFixed(2)} dB, SSIM ${ssim.toFixed(3)}, Dice LV ${dice.lvCavity?.toFixed(3) ?? '-'} muscle ${dice.lvMyocardium?.toFixed(3) ?? '-'} RV ${dice.rvCavity?.toFixed(3) ?? '-'}`,
      ),
    ),
    ...warnings.map(({ message }) => message),
  ];
}
