import type { StartWorker, WorkerReply, WorkerRequest } from '../../models/runtime/protocol.ts';

/**
 * What the engine's utility process and the shell say to each other. Only the shell can start
 * utility processes, so the engine asks for its workers and their messages pass through here.
 */
export type ToShell =
  | { type: 'listening'; socket: string }
  | { type: 'failed'; message: string }
  | { type: 'start-worker'; worker: number }
  | { type: 'to-worker'; worker: number; message: WorkerRequest }
  | { type: 'kill-worker'; worker: number };

export type ToEngine =
  | { type: 'from-worker'; worker: number; message: WorkerReply }
  | { type: 'worker-exit'; worker: number; code: number | null }
  | { type: 'close' };

export interface EnginePort {
  post(message: ToShell): void;
  onMessage(listener: (message: ToEngine) => void): void;
}

/** The engine's end: a StartWorker that asks the shell. */
export function relayedWorkers(port: EnginePort): StartWorker {
  interface Listeners {
    message: ((message: WorkerReply) => void)[];
    exit: ((code: number | null) => void)[];
  }
  const workers = new Map<number, Listeners>();
  let next = 0;
  port.onMessage((message) => {
    if (message.type === 'close') return;
    const listeners = workers.get(message.worker);
    if (message.type === 'from-worker')
      listeners?.message.forEach((listener) => listener(message.message));
    else {
      workers.delete(message.worker);
      listeners?.exit.forEach((listener) => listener(message.code));
    }
  });
  return () => {
    const worker = next++;
    const listeners: Listeners = { message: [], exit: [] };
    workers.set(worker, listeners);
    port.post({ type: 'start-worker', worker });
    return {
      post: (message) => port.post({ type: 'to-worker', worker, message }),
      onMessage: (listener) => void listeners.message.push(listener),
      onExit: (listener) => void listeners.exit.push(listener),
      kill: () => port.post({ type: 'kill-worker', worker }),
    };
  };
}
