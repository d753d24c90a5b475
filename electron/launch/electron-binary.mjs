import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './run.mjs';

const FETCH_LIMIT_MS = 180_000;

/**
 * The Electron program, fetched if it can be.
 * @returns {Promise<{ path: string } | { missing: string }>} where it is, or why it is not
 */
export async function electronBinary(node) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return { missing: 'this machine has no display for an Electron window' };
  const known = present();
  if (known) return { path: known };
  say('fetching Electron …');
  const fetched = spawnSync(node, [join(root, 'node_modules/electron/install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: FETCH_LIMIT_MS,
  });
  const path = present();
  if (path) return { path };
  const reason = (fetched.stderr ?? '')
    .split('\n')
    .find((line) => /error|failed/i.test(line))
    ?.trim();
  return { missing: `Electron could not be fetched${reason ? ` (${reason.slice(0, 120)})` : ''}` };
}

function present() {
  const folder =
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist');
  const pathFile = join(root, 'node_modules/electron/path.txt');
  if (!existsSync(pathFile)) return null;
  const path = join(folder, readFileSync(pathFile, 'utf8').trim());
  return existsSync(path) ? path : null;
}
