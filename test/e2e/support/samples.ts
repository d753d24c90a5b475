import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/**
 * Folder with the sample studies as DICOM files, made by the command line on first need and kept
 * until the code that makes them changes: they take most of a minute on a busy machine.
 */
export function sampleFolder(): string {
  const hash = createHash('sha256');
  const sources = globSync('studies/{samples,tomography,dicom/write}/**/*.ts', {
    cwd: root,
  }).sort();
  for (const file of sources) hash.update(readFileSync(join(root, file)));
  const folder = join(root, '.cache', 'e2e', `samples-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.part-${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  sparrow('--library', `${unfinished}.library`, 'samples', '--to', unfinished);
  renameSync(unfinished, folder);
  return folder;
}

let prepared: string | undefined;

/** Fill a library with the sample studies before its engine is started. Imported once a worker. */
export function importSamples(library: string): void {
  if (prepared === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'sparrow-e2e-samples-'));
    sparrow('--library', made, 'import', sampleFolder());
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    prepared = made;
  }
  cpSync(prepared, library, { recursive: true });
}

/** The command line as a user runs it; what it printed. */
export function sparrow(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['electron/cli.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`sparrow ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
