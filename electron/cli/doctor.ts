import type { Command } from 'commander';
import type { Perform } from './command.ts';

export function addDoctor(program: Command, perform: Perform): void {
  program
    .command('doctor')
    .description('versions, execution providers, models, library, free disk')
    .action(() =>
      perform(async ({ out, engine }) => {
        const found = await (await engine()).services.doctor();
        const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
        out.answer(found, [
          `Sparrow ${found.version}, Node ${found.node}, Electron ${found.electron ?? '-'}`,
          ...found.providers.map(
            ({ name, available, device }) =>
              `provider ${name}: ${available ? 'available' : 'absent'}${device ? `, ${device}` : ''}`,
          ),
          ...found.models.map(
            ({ id, version, sha256, trainedOn }) =>
              `model ${id} ${version}, weights ${sha256.slice(0, 12)}, trained on ${trainedOn}`,
          ),
          `library ${found.library.path}: ${found.library.studies} studies, ${gib(found.library.bytes)}`,
          `free disk: ${gib(found.freeDiskBytes)}`,
        ]);
      }),
    );
}
