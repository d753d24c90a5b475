import { setImmediate } from 'node:timers/promises';

/** Lets requests and events through between two slices of work. */
export function breathe(): Promise<void> {
  return setImmediate();
}
