import { setImmediate as turn } from 'node:timers/promises';
import type { Part, StartWorker, WorkerReply, WorkerRequest } from './protocol.ts';

/**
 * Node's message channel joins what it reads in a time that grows with the square of a message's
 * size: 64 MB stall the reader for seconds. So arrays above this size travel ahead, piece by piece.
 */
export const partBytes = 1 << 20;

const kinds = { Uint8Array, Int16Array, Uint16Array, Float32Array } as const;
type Kind = keyof typeof kinds;
type Large = InstanceType<(typeof kinds)[Kind]>;

/** Stands in a message for an array that was sent ahead. */
interface Placeholder {
  readonly sentAhead: number;
}

/** The message with its large arrays sent ahead: parts, then the message itself. */
export function* inParts<Message extends object>(message: Message): Generator<Message | Part> {
  const arrays: Large[] = [];
  const rest = replace(message, (value) =>
    isLarge(value) ? ({ sentAhead: arrays.push(value) - 1 } satisfies Placeholder) : undefined,
  );
  for (const [index, array] of arrays.entries()) {
    const kind = kindOf(array)!;
    for (let offset = 0; offset < array.byteLength; offset += partBytes) {
      const size = Math.min(partBytes, array.byteLength - offset);
      const bytes = new Uint8Array(array.buffer, array.byteOffset + offset, size);
      yield { type: 'part', array: index, kind, length: array.length, offset, bytes };
    }
  }
  yield rest as Message;
}

/** Puts one side's messages together again, in the order they come. */
export class PartJoiner {
  #arrays: Large[] = [];

  /** The whole message, or null as long as parts are coming. */
  accept<Message extends { type: string }>(message: Message | Part): Message | null {
    if (isPart(message)) {
      const { array, kind, length, offset, bytes } = message;
      const whole = (this.#arrays[array] ??= new kinds[kind](length));
      new Uint8Array(whole.buffer).set(bytes, offset);
      return null;
    }
    if (this.#arrays.length === 0) return message;
    const arrays = this.#arrays;
    const whole = replace(message, (value) => {
      if (!isPlaceholder(value)) return undefined;
      this.#arrays = [];
      return arrays[value.sentAhead];
    });
    return whole as Message;
  }
}

/**
 * Workers whose large messages go in parts, both ways; to the caller they stay whole. Posting gives the
 * event loop a turn after each piece, and keeps the order of messages.
 */
export function wholeMessages(start: StartWorker): StartWorker {
  return (entry) => {
    const worker = start(entry);
    const joiner = new PartJoiner();
    let posting = Promise.resolve();
    const post = async (message: WorkerRequest) => {
      const alone = message.type === 'probe' || message.type === 'cancel';
      const request = alone || message.type === 'part' ? message : { ...message, inParts: true };
      for (const piece of inParts<WorkerRequest>(request)) {
        worker.post(piece);
        await turn();
      }
    };
    return {
      ...worker,
      post(message) {
        posting = posting.then(() => post(message));
      },
      onMessage(listener) {
        worker.onMessage((piece) => {
          const reply = joiner.accept<WorkerReply>(piece);
          if (reply !== null) listener(reply);
        });
      },
    };
  };
}

/** A copy of a message in which `change` decided about every value; undefined leaves it. */
function replace(value: object, change: (value: unknown) => unknown): object {
  const replaced = (inner: unknown): unknown => {
    const changed = change(inner);
    if (changed !== undefined) return changed;
    if (Array.isArray(inner)) return inner.map(replaced);
    const plain = typeof inner === 'object' && inner?.constructor === Object;
    return plain ? replace(inner, change) : inner;
  };
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [name, replaced(inner)]),
  );
}

function isLarge(value: unknown): value is Large {
  return kindOf(value) !== undefined && (value as Large).byteLength > partBytes;
}

function kindOf(value: unknown): Kind | undefined {
  return (Object.keys(kinds) as Kind[]).find((kind) => value instanceof kinds[kind]);
}

function isPart(message: object): message is Part {
  return 'type' in message && message.type === 'part';
}

function isPlaceholder(value: unknown): value is Placeholder {
  return typeof value === 'object' && value !== null && 'sentAhead' in value;
}
