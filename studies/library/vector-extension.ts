import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type BetterSqlite3 from 'better-sqlite3';
import { getLoadablePath } from 'sqlite-vec';

/** SHA-256 of vec0 of sqlite-vec 0.1.9: no other native code is let into the database's process. */
const pinned: Readonly<Record<string, string>> = {
  'linux-x64': '5923730861b86c707cca5602b5f91092f9e52a46706dbc6e269fd4bb9c4498e8',
  'linux-arm64': '0b84cbd06418ca3040827deddd650539be05be0f657952426b926c8606217437',
  'darwin-x64': 'd39d33d16d302d57440d9a9cdbe3cc095e8324aa96b979b5171f545a6346996d',
  'darwin-arm64': '193e480c50b59a55977d166f4aaf0e1bc8832d6963516e5950f39e4d2ce0b793',
  'win32-x64': 'fcf98662a7ad9dce394b96a88f91032047823831b951c76636787c312a6476e6',
};

/**
 * Loads sqlite-vec into a connection. False where there is none for this machine, or where the file
 * is not the one that was published: everything works without it, a search only takes longer.
 */
export function loadVectorExtension(connection: BetterSqlite3.Database): boolean {
  try {
    const path = extensionPath();
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
    if (sha256 !== pinned[`${process.platform}-${process.arch}`]) return false;
    connection.loadExtension(path);
    return true;
  } catch {
    return false;
  }
}

/** Native code lies beside a packed application's archive, not in it. */
function extensionPath(): string {
  return getLoadablePath().replace(/app\.asar(?=[/\\])/, 'app.asar.unpacked');
}
