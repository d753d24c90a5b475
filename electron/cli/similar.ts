import type { Command } from 'commander';
import { cliText } from '../../studies/messages/en/cli.ts';
import type { Perform } from './command.ts';
import { wholeNumber } from './usage.ts';

interface Options {
  k: number;
  samePatient: boolean;
}

export function addSimilar(program: Command, perform: Perform): void {
  program
    .command('similar')
    .description('nearest hearts in the library, of the same model’s weights')
    .argument('<result>', 'id of a heart')
    .option('--k <n>', 'how many, 1 to 100', wholeNumber('--k', 1, 100), 10)
    .option('--same-patient', 'also other studies of the same patient', false)
    .action((id: string, { k, samePatient }: Options) =>
      perform(async ({ out, engine }) => {
        const { hearts } = (await engine()).services;
        const neighbours = await hearts.similar(id, { k, samePatient });
        out.answer({ neighbours }, [
          ...(neighbours.length === 0 ? [cliText.noneSimilar] : []),
          ...neighbours.map(({ result, distance, measures }) =>
            cliText.neighbour(result, distance, measures.lvEfPct?.value ?? null),
          ),
        ]);
      }),
    );
}
