import { resolve } from 'node:path';
import type { Command } from 'commander';
import { cliText } from '../../studies/messages/en/cli.ts';
import type { Perform } from './command.ts';
import { UsageError } from './usage.ts';

interface Options {
  dicom?: string;
  nifti?: string;
  png?: string;
  stl?: string;
}

export function addExport(program: Command, perform: Perform): void {
  program
    .command('export')
    .description('a volume or result out of the library; model output is marked as such')
    .argument('<id>', 'id of a volume or result, or a series UID')
    .option('--dicom <dir>', 'DICOM files into a folder')
    .option('--nifti <file>', 'one NIfTI file, .nii or .nii.gz')
    .option('--png <dir>', 'a picture for each slice')
    .option('--stl <file>', 'not in this version')
    .action((id: string, options: Options) =>
      perform(async ({ out, engine }) => {
        if (options.stl !== undefined) throw new UsageError('cli/absent', { command: '--stl' });
        const { dicom, nifti, png } = options;
        if ([dicom, nifti, png].filter((target) => target !== undefined).length !== 1) {
          throw new UsageError('cli/export-one');
        }
        const { services } = await engine();
        const volume = await services.find(id);
        const written =
          nifti !== undefined
            ? await services.exports.toNifti(volume.id, resolve(nifti))
            : await services.exports.toFolder(
                volume.id,
                dicom === undefined ? 'png' : 'dicom',
                resolve(dicom ?? png ?? ''),
              );
        out.answer({ written }, written.map(cliText.written));
      }),
    );
}
