import { availableParallelism } from 'node:os';

/**
 * Threads for a session. A headless run takes every core; where a picture is drawn beside it one core
 * stays free, because a session with as many threads as cores crawls as soon as one core is busy.
 */
export function sessionThreads(door: 'headless' | 'interactive'): number {
  const cores = availableParallelism();
  return door === 'headless' ? cores : Math.max(1, cores - 1);
}
