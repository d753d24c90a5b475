import { utilityProcess, type UtilityProcess } from 'electron';
import { join } from 'node:path';
import type { ToEngine, ToShell } from './relay.ts';

/** Where the bundled programs of this app lie. */
export interface Programs {
  readonly engine: string;
  readonly inference: string;
}

export function bundledPrograms(folder: string): Programs {
  return {
    engine: join(folder, 'engine-process.js'),
    inference: join(folder, 'inference-process.js'),
  };
}

export interface EngineHost {
  /** Private socket or pipe that the engine listens on. */
  readonly socket: string;
  close(): Promise<void>;
}

const CLOSE_LIMIT_MS = 5000;

/**
 * Start the engine in a utility process and its workers in more of them.
 * Rejects with the engine's own sentence when it cannot open the library.
 */
export function startEngine(
  programs: Programs,
  args: readonly string[],
  onDied: () => void,
): Promise<EngineHost> {
  const engine = utilityProcess.fork(programs.engine, [...args], { serviceName: 'Sparrow engine' });
  const workers = new Map<number, UtilityProcess>();
  const tell = (message: ToEngine) => engine.postMessage(message);
  let closing = false;

  const startWorker = (worker: number) => {
    const child = utilityProcess.fork(programs.inference, [], {
      serviceName: 'Sparrow inference',
      // Native libraries write what they like; none of it reaches the log.
      stdio: 'ignore',
    });
    workers.set(worker, child);
    child.on('message', (message: Extract<ToEngine, { type: 'from-worker' }>['message']) =>
      tell({ type: 'from-worker', worker, message }),
    );
    child.on('exit', (code) => {
      workers.delete(worker);
      tell({ type: 'worker-exit', worker, code });
    });
  };

  return new Promise((resolve, reject) => {
    engine.on('message', (message: ToShell) => {
      switch (message.type) {
        case 'listening':
          resolve({ socket: message.socket, close: () => close() });
          break;
        case 'failed':
          reject(new Error(message.message));
          break;
        case 'start-worker':
          startWorker(message.worker);
          break;
        case 'to-worker':
          workers.get(message.worker)?.postMessage(message.message);
          break;
        case 'kill-worker':
          workers.get(message.worker)?.kill();
          break;
      }
    });
    engine.on('exit', (code) => {
      for (const child of workers.values()) child.kill();
      reject(new Error(`the engine ended early (${code})`));
      if (!closing) onDied();
    });

    function close(): Promise<void> {
      closing = true;
      return new Promise((done) => {
        engine.once('exit', () => done());
        tell({ type: 'close' });
        setTimeout(() => engine.kill(), CLOSE_LIMIT_MS).unref();
      });
    }
  });
}
