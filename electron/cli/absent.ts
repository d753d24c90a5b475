import type { Command } from 'commander';
import type { Perform } from './command.ts';
import { UsageError } from './usage.ts';

const absent = ['match'] as const;

/** Commands that are planned: they say so, whatever follows them. */
export function addAbsentCommands(program: Command, perform: Perform): void {
  for (const name of absent) {
    program
      .command(name, { hidden: true })
      .argument('[words...]')
      .allowUnknownOption()
      .action(() => perform(() => Promise.reject(new UsageError('cli/absent', { command: name }))));
  }
}
