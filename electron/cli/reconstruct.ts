import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { reconstructParamsSchema, type ProjectionsRecord } from '../../studies/library/records.ts';
import { cliText } from '../../studies/messages/en/cli.ts';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { Services } from '../engine/services/services.ts';
import type { Perform } from './command.ts';
import { positiveNumber, threeWholeNumbers, wholeNumber } from './usage.ts';
import { watchJob } from './watch-job.ts';

interface Options {
  geometry?: string;
  views: number;
  size?: [number, number, number];
  spacing?: number;
  method: 'fdk' | 'os-sart' | 'os-sart-tv';
  iterations?: number;
  tv?: number;
  hann: number;
}

export function addReconstruct(program: Command, perform: Perform): void {
  program
    .command('reconstruct')
    .description('projections to a volume')
    .argument('<file>', 'a stack or folder of projections, or the id of projections in the library')
    .option('--geometry <file>', 'RTK geometry, where the projections do not carry theirs')
    .option('--views <every>', 'every n-th view only', wholeNumber('--views', 1, 1000), 1)
    .option('--size <x,y,z>', 'voxels (default: what every view sees)', threeWholeNumbers('--size'))
    .option('--spacing <mm>', 'cubic voxels of this size', positiveNumber('--spacing'))
    .addOption(
      new Option('--method <name>').choices(['fdk', 'os-sart', 'os-sart-tv']).default('fdk'),
    )
    .option('--iterations <n>', 'of OS-SART', wholeNumber('--iterations', 1, 100))
    .option('--tv <hu>', 'weight of total variation in HU', positiveNumber('--tv'))
    .option('--hann <share>', 'end of FDK’s window, share of Nyquist', positiveNumber('--hann'), 1)
    .action((file: string, options: Options) =>
      perform(async (session) => {
        const { services } = await session.engine();
        const record = await projectionsOf(services, file, options.geometry);
        const params = reconstructParamsSchema.parse({
          method: options.method,
          everyNth: options.views,
          dims: options.size,
          spacingMm: options.spacing,
          hannCutOff: options.hann,
          iterations: options.iterations,
          tvWeightHu: options.tv,
        });
        const began = performance.now();
        const job = await services.jobs.reconstruct({ projectionsId: record.id, params });
        const { made } = await watchJob(services, job, session);
        const volume = await services.volumes.get(made?.volumes[0] ?? '');
        session.out.answer(
          {
            volume: volume.id,
            projections: record.id,
            method: params.method,
            views: volume.views,
            dims: volume.dims,
            spacing: volume.spacingMm,
            seconds: (performance.now() - began) / 1000,
            warnings: volume.warnings.map(({ message }) => message),
          },
          [
            cliText.made(volume.id, volume.description),
            ...volume.warnings.map(({ message }) => message),
          ],
        );
        return 'done';
      }),
    );
}

/** Projections of the library by their id; else files, which come into the library first. */
async function projectionsOf(
  services: Services,
  file: string,
  geometry: string | undefined,
): Promise<ProjectionsRecord> {
  if (!existsSync(file)) {
    try {
      return await services.projections.get(file);
    } catch (error) {
      const unknown = error instanceof SparrowError && error.code === 'library/not-found';
      throw unknown ? new SparrowError('cli/no-such-file', { file: basename(file) }) : error;
    }
  }
  if (geometry !== undefined && !existsSync(geometry)) {
    throw new SparrowError('cli/no-such-file', { file: basename(geometry) });
  }
  const paths = geometry === undefined ? [file] : [file, geometry];
  return services.projections.read(paths.map((path) => resolve(path)));
}
