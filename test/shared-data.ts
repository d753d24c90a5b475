import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folder of real scanner files, or null where it is absent (the tests then say that they skip). */
export function sharedData(...parts: string[]): string | null {
  const root = process.env['SPARROW_DATA'] ?? resolve(import.meta.dirname, '../../shared/data');
  const path = join(root, ...parts);
  return existsSync(path) ? path : null;
}
