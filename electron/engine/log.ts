import { basename } from 'node:path';

/**
 * One line for the log about a failure nobody foresaw: the kind of error and where it arose, never
 * its message, which may hold a patient's name, a UID or a path.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${plain(error.code)}` : '';
  const frames = (error.stack ?? '').replace(error.message, '').split('\n');
  const frame = frames.find((line) => /^\s+at /.test(line)) ?? '';
  const place = /([^/\\( ]+:\d+):\d+\)?$/.exec(frame)?.[1];
  return `${plain(error.name)}${code}${place === undefined ? '' : ` at ${basename(place)}`}`;
}

/** Writes to standard error; `where` is a route or a part of the engine, never a value. */
export function logFailure(where: string, error: unknown): void {
  process.stderr.write(`sparrow: ${where}: ${describeFailure(error)}\n`);
}

/** The same for a failure that another thread has described. */
export function logDescribed(where: string, failure: string): void {
  process.stderr.write(`sparrow: ${where}: ${failure}\n`);
}

function plain(word: string): string {
  return word.replace(/[^\w-]/g, '').slice(0, 40);
}
