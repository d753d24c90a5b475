import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { cliText } from '../../studies/messages/en/cli.ts';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { Perform } from './command.ts';
import { studyLines, studyShape } from './shapes.ts';

export function addImport(program: Command, perform: Perform): void {
  program
    .command('import')
    .description('files, folders, zips, NIfTI, NRRD, MHA into the library')
    .argument('<path...>', 'what to import')
    .action((paths: string[]) =>
      perform(async ({ out, engine, signal }) => {
        const missing = paths.find((path) => !existsSync(path));
        if (missing !== undefined) {
          throw new SparrowError('cli/no-such-file', { file: basename(missing) });
        }
        const { imports, events } = (await engine()).services;
        events.subscribe(({ event }) => {
          if (event.type !== 'import') return;
          const { filesDone, filesTotal } = event.import;
          const fraction = filesTotal === 0 ? 0 : filesDone / filesTotal;
          out.progress({ fraction, secondsLeft: null, device: '' });
        });
        const id = await imports.start(paths.map((path) => resolve(path)));
        signal.addEventListener('abort', () => void imports.cancel(id));
        const { studies, skipped, duplicates } = await imports.finish(id);
        out.clearBar();
        const volumes = studies.flatMap((study) => study.series.flatMap((one) => one.volumes));
        out.answer({ studies: studies.map(studyShape), skipped, duplicates }, [
          ...studies.flatMap(studyLines),
          ...skipped.map(({ path, reason }) => cliText.skipped(path, reason)),
          cliText.imported(volumes.length, skipped.length, duplicates),
        ]);
      }),
    );
}
