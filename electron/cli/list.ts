import type { Command } from 'commander';
import { cliText } from '../../studies/messages/en/cli.ts';
import type { Perform } from './command.ts';
import { denseResultShape } from './densify.ts';
import { heartResultShape } from './heart-shapes.ts';
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
        const hearts = await services.hearts.list();
        const dense = await services.dense.list();
        const made = [
          ...results.map(resultShape),
          ...hearts.map(heartResultShape),
          ...dense.map(denseResultShape),
        ];
        out.answer({ studies: studies.map(studyShape), results: made }, [
          ...(studies.length === 0 ? [cliText.nothing] : studies.flatMap(studyLines)),
          ...[...results, ...hearts, ...dense].map(({ id, badge }) => `  ${id}  ${badge}`),
        ]);
      }),
    );
}
