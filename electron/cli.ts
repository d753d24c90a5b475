import { logFailure } from './engine/log.ts';
import { runCommandLine } from './cli/run.ts';

// Node's own last words would print the error whole, and it may hold a name or a path.
process.on('uncaughtException', (error) => {
  logFailure('command', error);
  process.exit(1);
});

process.exit(await runCommandLine(process.argv.slice(2)));
