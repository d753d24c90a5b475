import { spawn } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';

/** The clone's root; every launcher works from here. */
export const root = resolve(import.meta.dirname, '../..');

/**
 * Environment in which the project's own tools, its Node among them, come first, and programs are kept
 * compiled: a command starts in half the time.
 */
export function toolEnvironment() {
  const bin = join(root, 'node_modules', '.bin');
  return {
    NODE_COMPILE_CACHE: join(root, '.cache', 'compiled'),
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
  };
}

/**
 * Run a program in the clone and wait for it. Its standard output joins our standard error when
 * `quiet`, so that a command that must print one JSON document stays clean.
 *
 * @param {string} command @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<number>} exit status
 */
export function run(command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: options.env ?? toolEnvironment(),
    stdio: ['inherit', options.quiet ? 2 : 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  const pass = (signal) => child.kill(signal);
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      done(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/** Like `run`, but a failure ends the launcher with the same status. */
export async function must(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) process.exit(code);
}

export function say(line) {
  process.stderr.write(`sparrow: ${line}\n`);
}
