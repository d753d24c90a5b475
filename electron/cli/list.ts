import type { Command } from 'commander';
import { cliText } from '../../studies/messages/en/cli.ts';
import type { Perform } from './command.ts';
import { resultShape, studyLines, studyShape } from './shapes.ts';

export function addList(program: Command, perform: Perform): void {
  program
    .command('list')
    .description('what the library holds')
    .action(() =>
      perform(async ({ out, engine }) => {
        const { services } = await engine();
        const studies = await services.studies.list();
        const results = await services.results.list();
        out.answer({ studies: studies.map(studyShape), results: results.map(resultShape) }, [
          ...(studies.length === 0 ? [cliText.nothing] : studies.flatMap(studyLines)),
          ...results.map(({ id, badge }) => `  ${id}  ${badge}`),
        ]);
      }),
    );
}
