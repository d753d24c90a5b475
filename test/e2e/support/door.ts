import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '../../..');

/** The real browser door as a user starts it: own process, real SQLite, real ONNX Runtime. */
export class Door {
  readonly library = mkdtempSync(join(tmpdir(), 'sparrow-e2e-'));
  #process: ChildProcess | null = null;

  /** Start the engine on the library; gives the address with its one-time token. */
  async open(): Promise<string> {
    const args = ['electron/cli.ts', '--library', this.library, '--json', 'serve', '--port', '0'];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const ended = once(child, 'exit').then(() => {
      throw new Error(`the engine ended before it served: ${complaint}`);
    });
    // After the address is known an end is no surprise.
    ended.catch(() => undefined);
    const line = once(createInterface(child.stdout), 'line').then(([text]) => String(text));
    const { url } = JSON.parse(await Promise.race([line, ended])) as { url: string };
    return url;
  }

  /** Ctrl-C, as a user ends it; or at once, as a power cut does. */
  async close(signal: 'SIGINT' | 'SIGKILL' = 'SIGINT'): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  async dispose(): Promise<void> {
    await this.close();
    rmSync(this.library, { recursive: true, force: true });
  }
}
