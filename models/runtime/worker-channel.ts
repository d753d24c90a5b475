import type { WorkerReply, WorkerRequest } from './protocol.ts';

/** The child's end of the line to the engine. */
export interface WorkerChannel {
  onRequest(listener: (request: WorkerRequest) => void): void;
  /** The engine is gone. */
  onClosed(listener: () => void): void;
  /** Resolves when the message has left this process, as far as that can be known. */
  send(reply: WorkerReply): Promise<void>;
}

/** What Electron adds to `process` in a utility process; typed here because only the shell may import it. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: WorkerRequest }) => void): void;
  postMessage(reply: WorkerReply): void;
}

/** Finds out who started this process: Electron (utilityProcess) or Node (child_process.fork). */
export function workerChannel(): WorkerChannel {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort !== undefined) return utilityChannel(parentPort);
  if (process.send !== undefined) return forkChannel();
  throw new Error('inference-process runs only as a child of the engine');
}

/** Messages are handed to Chromium's own thread; a moment covers the hand-over before an exit. */
const handOverMs = 200;

function utilityChannel(port: ParentPort): WorkerChannel {
  return {
    onRequest: (listener) => port.on('message', (event) => listener(event.data)),
    // Chromium ends a utility process together with the one that started it.
    onClosed: () => undefined,
    send: (reply) => {
      port.postMessage(reply);
      const last = reply.type !== 'progress' && reply.type !== 'checkpoint';
      return new Promise((resolve) => setTimeout(resolve, last ? handOverMs : 0));
    },
  };
}

function forkChannel(): WorkerChannel {
  return {
    onRequest: (listener) => process.on('message', listener),
    onClosed: (listener) => process.on('disconnect', listener),
    send: (reply) =>
      new Promise((resolve) => {
        // A closed line is told by `disconnect`; the reply then has nobody to go to.
        if (!process.connected) return resolve();
        process.send!(reply, undefined, undefined, () => resolve());
      }),
  };
}
