import { createAdaptorServer } from '@hono/node-server';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine } from '../engine/engine.ts';
import { relayedWorkers, type EnginePort, type ToEngine, type ToShell } from './relay.ts';

/** Entry of the engine's utility process: the same engine, on a private socket or named pipe. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: ToEngine }) => void): void;
  postMessage(message: ToShell): void;
}

const { parentPort } = process as unknown as { parentPort: ParentPort };
const port: EnginePort = {
  post: (message) => parentPort.postMessage(message),
  onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
};

const { values } = parseArgs({
  options: {
    library: { type: 'string', default: '' },
    renderer: { type: 'string', default: '' },
    models: { type: 'string', default: '' },
    version: { type: 'string', default: '' },
    electron: { type: 'string', default: '' },
  },
});

try {
  const engine = await createEngine({
    libraryDir: values.library,
    rendererDir: values.renderer,
    modelsDir: values.models,
    version: values.version,
    electronVersion: values.electron,
    startWorker: relayedWorkers(port),
    allowPaths: true,
  });
  const socket = privateSocket();
  const server = createAdaptorServer({ fetch: (request) => engine.fetch(request) });
  port.onMessage((message) => {
    if (message.type !== 'close') return;
    server.close();
    void engine.close().finally(async () => {
      await rm(socket, { force: true });
      process.exit(0);
    });
  });
  server.listen(socket, () => port.post({ type: 'listening', socket }));
} catch (error) {
  port.post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}

/** A name nobody can guess; the socket's folder is the user's own. */
function privateSocket(): string {
  const name = `sparrow-${randomBytes(16).toString('hex')}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}
