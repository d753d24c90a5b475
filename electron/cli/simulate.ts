import type { Command } from 'commander';
import { simulateParamsSchema } from '../../studies/library/records.ts';
import { cliText } from '../../studies/messages/en/cli.ts';
import { presetIds } from '../../studies/tomography/presets.ts';
import type { Perform } from './command.ts';
import { positiveNumber, wholeNumber } from './usage.ts';
import { watchJob } from './watch-job.ts';

interface Options {
  views: number;
  dense: number;
  geometry: string;
  photons: number;
  seed: number;
  spacing?: number;
  scatter?: number | true;
  motion?: number | true;
  keepDense?: true;
}

/** What the bare switches mean: a pedestal and a breath as the model was trained to meet. */
const usual = { scatter: 0.05, motionMm: 10 } as const;

export function addSimulate(program: Command, perform: Perform): void {
  program
    .command('simulate')
    .description('pseudo cone-beam CT from a CT: dense and sparse volumes and the projections')
    .argument('<id>', 'id of a volume, or the UID of a series with one volume')
    .requiredOption('--views <n>', 'views of the sparse scan', wholeNumber('--views', 5, 2000))
    .option('--dense <m>', 'views of the dense scan', wholeNumber('--dense', 5, 2000), 400)
    .option('--geometry <preset>', presetIds.join(', '), 'full-fan')
    .option('--photons <i0>', 'for each pixel and view', positiveNumber('--photons'), 1e5)
    .option('--seed <s>', 'of the noise', wholeNumber('--seed', 0, 2 ** 32 - 1), 0)
    .option('--spacing <mm>', 'voxels of the reconstructions', positiveNumber('--spacing'))
    .option(
      '--scatter [share]',
      'scattered light, share of the primary',
      positiveNumber('--scatter'),
    )
    .option('--motion [mm]', 'breathing, amplitude', positiveNumber('--motion'))
    .option('--keep-dense', 'keep the dense projections too')
    .action((id: string, options: Options) =>
      perform(async (session) => {
        const { services } = await session.engine();
        const volume = await services.find(id);
        const { scatter = 0, motion = 0 } = options;
        const params = simulateParamsSchema.parse({
          views: options.views,
          dense: options.dense,
          geometry: options.geometry,
          photons: options.photons,
          seed: options.seed,
          spacingMm: options.spacing,
          scatter: scatter === true ? usual.scatter : scatter,
          motionMm: motion === true ? usual.motionMm : motion,
          keepDense: options.keepDense ?? false,
        });
        const job = await services.jobs.simulate({ volumeId: volume.id, params });
        const { made } = await watchJob(services, job, session);
        const [sparse = '', dense = ''] = made?.volumes ?? [];
        const [projections = '', denseProjections] = made?.projections ?? [];
        session.out.answer(
          { dense, sparse, projections, ...(denseProjections && { denseProjections }) },
          [
            cliText.made(sparse, (await services.volumes.get(sparse)).description),
            cliText.made(dense, (await services.volumes.get(dense)).description),
            cliText.made(projections, (await services.projections.get(projections)).description),
          ],
        );
        return 'done';
      }),
    );
}
