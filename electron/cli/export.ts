import { resolve } from 'node:path';
import type { Command } from 'commander';
import { cliText } from '../../studies/messages/en/cli.ts';
import type { Perform } from './command.ts';
import { exportStl } from './export-stl.ts';
import { heartNamed } from './heart-named.ts';
import { matchNamed } from './match-named.ts';
import { writeWhole } from '../engine/services/write-whole.ts';
import { UsageError } from './usage.ts';

interface Options {
  dicom?: string;
  nifti?: string;
  png?: string;
  rtk?: string;
  stl?: string;
  phase?: string;
  class?: string;
}

export function addExport(program: Command, perform: Perform): void {
  program
    .command('export')
    .description('a volume or result out of the library; model output is marked as such')
    .argument('<id>', 'id of a volume, result, heart, match or projections, or a series UID')
    .option('--dicom <dir>', 'DICOM files into a folder; of a match its Spatial Registration')
    .option('--nifti <file>', 'one NIfTI file, .nii or .nii.gz')
    .option('--png <dir>', 'a picture for each slice')
    .option('--rtk <dir>', 'projections as an MHA stack with its RTK geometry')
    .option('--stl <file>', 'surfaces of a dense heart, binary STL in patient LPS mm')
    .option('--phase <n>', 'with --stl: the place among its phases (default: end-diastole)')
    .option('--class <name>', 'with --stl: lvCavity, lvEpicardium or rvCavity (default: all)')
    .action((id: string, options: Options) =>
      perform(async ({ out, engine }) => {
        const { dicom, nifti, png, rtk, stl } = options;
        if ([dicom, nifti, png, rtk, stl].filter((target) => target !== undefined).length !== 1) {
          throw new UsageError('cli/export-one');
        }
        const { services } = await engine();
        if (rtk !== undefined) {
          const { id: projections } = await services.projections.get(id);
          const written = await services.exports.toRtk(projections, resolve(rtk));
          out.answer({ written }, written.map(cliText.written));
          return;
        }
        if (stl !== undefined) {
          const written = await exportStl(services, id, { ...options, stl });
          out.answer({ written }, written.map(cliText.written));
          return;
        }
        const match = dicom === undefined ? null : await matchNamed(services, id);
        if (match !== null) {
          const { fileName, bytes } = await services.matches.registration(match.id);
          const file = resolve(dicom!, fileName);
          await writeWhole(file, bytes);
          out.answer({ written: [file] }, [cliText.written(file)]);
          return;
        }
        const named = (await heartNamed(services, id)) ?? (await services.find(id));
        const written =
          nifti !== undefined
            ? await services.exports.toNifti(named.id, resolve(nifti))
            : await services.exports.toFolder(
                named.id,
                dicom === undefined ? 'png' : 'dicom',
                resolve(dicom ?? png ?? ''),
              );
        out.answer({ written }, written.map(cliText.written));
      }),
    );
}
