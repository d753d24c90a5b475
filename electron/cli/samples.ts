import type { Command } from 'commander';
import { join, resolve } from 'node:path';
import { cliText } from '../../studies/messages/en/cli.ts';
import type { Perform } from './command.ts';

export function addSamples(program: Command, perform: Perform): void {
  program
    .command('samples')
    .description('writes the sample studies as DICOM files')
    .option('--to <dir>', 'folder to write into (default: samples in the library folder)')
    .action(({ to }: { to?: string }) =>
      perform(async ({ out, libraryDir, signal }) => {
        const { writeSamples } = await import('../../studies/samples/write-samples.ts');
        const written = await writeSamples(resolve(to ?? join(libraryDir, 'samples')), {
          signal,
          onProgress: (fraction) => out.progress({ fraction, secondsLeft: null, device: '' }),
        });
        out.clearBar();
        out.answer({ written }, written.map(cliText.written));
      }),
    );
}
