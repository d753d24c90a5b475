const listeners = new Set<() => void>();

/** A driver that has just fallen over needs a moment before it gives a new context. */
const breathMs = 250;

/** Called after the card took the context away, when it is time to build anew. */
export function onContextLost(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellContextLost(): void {
  setTimeout(() => {
    for (const listener of [...listeners]) listener();
  }, breathMs);
}
