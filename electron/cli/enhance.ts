import { Option, type Command } from 'commander';
import { enhanceParamsSchema } from '../../studies/library/records.ts';
import { enhanceModel } from '../engine/jobs/enhance-model.ts';
import type { Services } from '../engine/services/services.ts';
import type { Perform } from './command.ts';
import { evidenceShape } from './shapes.ts';
import { wholeNumber } from './usage.ts';
import { watchJob } from './watch-job.ts';

interface Options {
  steps?: number;
  samples: number;
  seed?: number;
  provider: string;
  start: string;
  refine: number;
  keepSteps: boolean;
}

export function addEnhance(program: Command, perform: Perform): void {
  program
    .command('enhance')
    .description('MInDI-3D on a sparse-view CBCT')
    .argument('<id>', 'id of a volume, or the UID of a series with one volume')
    .option('--steps <n>', 'steps, 1 to 16 (default: of the model)', wholeNumber('--steps', 1, 16))
    .option('--samples <k>', 'runs to average', wholeNumber('--samples', 1, 16), 1)
    .option(
      '--seed <s>',
      'seed of the noise (default: of the model)',
      wholeNumber('--seed', 0, 2 ** 32 - 1),
    )
    .addOption(
      new Option('--provider <name>', 'what computes')
        .choices(['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'])
        .default('auto'),
    )
    .addOption(
      new Option('--start <from>', 'where the process starts')
        .choices(['auto', 'fdk', 'projections'])
        .default('auto'),
    )
    .option(
      '--refine <n>',
      'OS-SART iterations on the projections after the last step, 0 to 10',
      wholeNumber('--refine', 0, 10),
      0,
    )
    .option('--keep-steps', 'keep the picture of every step', false)
    .action((id: string, options: Options) =>
      perform(async (session) => {
        const { services } = await session.engine();
        const volume = await services.find(id);
        const defaults = await modelDefaults(services);
        const job = await services.jobs.enhance({
          volumeId: volume.id,
          params: enhanceParamsSchema.parse({ ...defaults, ...options }),
        });
        const ended = await watchJob(services, job, session);
        const result = await services.results.get(ended.resultId ?? '');
        session.out.answer(
          {
            result: result.id,
            volume: result.volume,
            model: result.model,
            modelVersion: result.modelVersion,
            weightsSha256: result.weightsSha256,
            inputSha256: result.inputSha256,
            outputSha256: result.outputSha256,
            steps: result.steps,
            samples: result.samples,
            seed: result.seed,
            provider: result.provider,
            seconds: result.seconds,
            start: result.start,
            refine: result.refine,
            evidence: result.evidence && evidenceShape(result.evidence),
            // The name `steps` is the number of steps, above.
            steppedVolumes: result.steppedVolumes,
            warnings: result.warnings.map(({ message }) => message),
          },
          [result.badge, `  ${result.id}`, ...result.warnings.map(({ message }) => message)],
        );
        return 'done';
      }),
    );
}

async function modelDefaults({ models }: Services) {
  const card = (await models.list()).find(({ id }) => id === enhanceModel);
  return card?.defaults ?? {};
}
