import { Command, CommanderError } from 'commander';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import { asSparrowError } from '../engine/routes/errors.ts';
import { ReportedError, type Perform, type Work } from './command.ts';
import { addCompare } from './compare.ts';
import { addDoctor } from './doctor.ts';
import { addEnhance } from './enhance.ts';
import { addEvaluate } from './evaluate.ts';
import { addExport } from './export.ts';
import { addDensify } from './densify.ts';
import { addHeart } from './heart.ts';
import { addImport } from './import.ts';
import { addJobs } from './jobs.ts';
import { addList } from './list.ts';
import { addMatch } from './match.ts';
import { addMeasure } from './measure.ts';
import { flushed } from './output.ts';
import { addReconstruct } from './reconstruct.ts';
import { addReport } from './report.ts';
import { addSamples } from './samples.ts';
import { addServe } from './serve.ts';
import { addSimilar } from './similar.ts';
import { addSimulate } from './simulate.ts';
import { openSession, version, type GlobalOptions, type Session } from './session.ts';
import { addShow } from './show.ts';
import { UsageError } from './usage.ts';

/** Exit statuses of the command line. */
const status = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const;

/** After Ctrl-C a command may take this long to put things away; then it ends anyway. */
const graceMs = 900;

const commands = [
  addDoctor,
  addSamples,
  addImport,
  addList,
  addShow,
  addEnhance,
  addEvaluate,
  addReconstruct,
  addSimulate,
  addHeart,
  addDensify,
  addSimilar,
  addMatch,
  addCompare,
  addMeasure,
  addExport,
  addReport,
  addJobs,
  addServe,
];

/** One command from its words to its exit status. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const program = new Command('sparrow');
  let exit: number = status.done;
  program
    .description('Sparse-view clinical imaging. Research use only.')
    .version(version())
    .option('--library <dir>', 'library folder (default: the app’s own data folder)')
    .option('--json', 'one JSON document on standard output, nothing else there')
    .exitOverride();
  const perform: Perform = async (work) => {
    exit = await runWork(work, program.opts<GlobalOptions>());
  };
  for (const add of commands) add(program, perform);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    exit = usageStatus(error, words.includes('--json'));
  }
  await flushed();
  return exit;
}

async function runWork(work: Work, options: GlobalOptions): Promise<number> {
  const control = new AbortController();
  const cancel = () => control.abort();
  process.on('SIGINT', cancel).on('SIGTERM', cancel);
  const session = openSession(options, control.signal);
  try {
    const outcome = await Promise.race([work(session), tooLate(control.signal)]);
    if (outcome === 'done' || !control.signal.aborted) return status.done;
    session.out.failed(new SparrowError('cli/cancelled'));
    return status.cancelled;
  } catch (error) {
    return report(error, session);
  } finally {
    await Promise.race([session.close(), tooLate(control.signal)]);
    process.off('SIGINT', cancel).off('SIGTERM', cancel);
  }
}

function report(error: unknown, { out, signal }: Session): number {
  if (signal.aborted || (error instanceof SparrowError && error.code === 'cli/cancelled')) {
    out.failed(new SparrowError('cli/cancelled'));
    return status.cancelled;
  }
  if (error instanceof UsageError) {
    out.failed(error);
    return status.usage;
  }
  out.failed(error instanceof ReportedError ? error : asSparrowError(error, 'command'));
  return status.failed;
}

/** Resolves a while after the signal; never without it. */
function tooLate(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const start = () => void setTimeout(resolve, graceMs).unref();
    if (signal.aborted) start();
    else signal.addEventListener('abort', start, { once: true });
  });
}

/** Help and version are no errors; commander has written its own line about the rest. */
function usageStatus(error: unknown, json: boolean): number {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return status.done;
  if (json) {
    const { code, message } = error;
    process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
  }
  return status.usage;
}
