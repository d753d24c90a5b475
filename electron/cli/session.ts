import { readFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import { Output } from './output.ts';

/** What every command is given. */
export interface Session {
  readonly out: Output;
  readonly libraryDir: string;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Opens the engine on first use; closed when the command ends. */
  readonly engine: (options?: { resumeJobs?: boolean; serves?: boolean }) => Promise<Engine>;
  readonly close: () => Promise<void>;
}

export interface GlobalOptions {
  library?: string;
  json?: boolean;
}

const root = resolve(import.meta.dirname, '../..');

export const rendererDir = join(root, 'dist/renderer');

export function version(): string {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

export function openSession(options: GlobalOptions, signal: AbortSignal): Session {
  const libraryDir = resolve(options.library ?? defaultLibraryDir());
  const modelsDir = process.env['SPARROW_MODELS'];
  let engine: Promise<Engine> | null = null;
  return {
    out: new Output(options.json === true),
    libraryDir,
    signal,
    engine({ resumeJobs = false, serves = false } = {}) {
      engine ??= startEngine({
        libraryDir,
        ...(serves ? { rendererDir } : { threads: availableParallelism() }),
        ...(modelsDir ? { modelsDir: resolve(modelsDir) } : {}),
        version: version(),
        allowPaths: false,
        resumeJobs,
      });
      return engine;
    },
    async close() {
      await (await engine?.catch(() => null))?.close();
    },
  };
}

/** Loaded when first needed: help and wrong usage answer at once. */
async function startEngine(options: Omit<EngineOptions, 'startWorker'>): Promise<Engine> {
  const { createEngine } = await import('../engine/engine.ts');
  const { nodeWorkers } = await import('../engine/jobs/node-worker.ts');
  return createEngine({ ...options, startWorker: nodeWorkers() });
}

/** The folder that the window uses too (Electron's userData); SPARROW_LIBRARY names another. */
export function defaultLibraryDir(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env['SPARROW_LIBRARY']) return env['SPARROW_LIBRARY'];
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library/Application Support/Sparrow/library');
  if (platform === 'win32') {
    return join(env['APPDATA'] ?? join(home, 'AppData/Roaming'), 'Sparrow/library');
  }
  return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'Sparrow/library');
}
