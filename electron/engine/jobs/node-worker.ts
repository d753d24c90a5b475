import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StartWorker, WorkerReply } from '../../../models/runtime/protocol.ts';

/** What a model's process may know of its surroundings: where libraries and devices are, no more. */
const passedOn = [
  'PATH',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'SYSTEMROOT',
  'TEMP',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'CUDA_VISIBLE_DEVICES',
  'NVIDIA_VISIBLE_DEVICES',
  'VK_ICD_FILENAMES',
];

const inferenceEntry = new URL('./inference-process.ts', import.meta.url);

/**
 * Starts model processes from plain Node. A process ends with its parent: the channel between them
 * closes, and an orderly end of the parent takes it along at once.
 *
 * @param entry another program that speaks the protocol, for tests.
 */
export function nodeWorkers(entry: URL = inferenceEntry): StartWorker {
  return () => {
    const child = fork(fileURLToPath(entry), [], {
      serialization: 'advanced',
      execPath: process.execPath,
      execArgv: [],
      // A group of its own: Ctrl-C in a terminal is for the command, which then ends its workers.
      detached: process.platform !== 'win32',
      windowsHide: true,
      env: Object.fromEntries(
        passedOn.flatMap((name) => {
          const value = process.env[name];
          return value === undefined ? [] : [[name, value]];
        }),
      ),
      // Native libraries write what they like; none of it reaches the log or the standard output.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const endWithParent = () => child.kill('SIGKILL');
    process.once('exit', endWithParent);
    child.once('exit', () => process.removeListener('exit', endWithParent));
    child.on('error', () => child.kill('SIGKILL'));
    return {
      post(message) {
        // A message to a process that has just died is answered by its exit.
        if (child.connected) child.send(message, () => {});
      },
      onMessage: (listener) =>
        void child.on('message', (message) => listener(message as WorkerReply)),
      onExit: (listener) => {
        // 'close' comes after the last message was read, 'exit' may come before it.
        child.once('close', (code) => listener(code));
        child.once('error', () => listener(null));
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
