import type { ProjectionFile } from '../projection-scan.ts';

/** A file that lies in memory only. */
export function memoryFile(name: string, content: Uint8Array | string): ProjectionFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, path: null, bytes: () => Promise.resolve(bytes) };
}
