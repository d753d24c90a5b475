import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, root, say } from './run.mjs';

/** What the two bundles are made of; their content decides whether they are stale. */
const sources = [
  'renderer',
  'studies',
  'electron',
  'models',
  'vite.config.ts',
  'electron.vite.config.ts',
  'package-lock.json',
];
const code = /\.(ts|mts|mjs|vue|css|html|json|svg)$/;

/** Build the renderer (and the Electron bundle when asked) unless what is there is up to date. */
export async function build(node, { electron = false } = {}) {
  const wanted = fingerprint();
  await stage('dist/renderer', wanted, () =>
    must(node, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], { quiet: true }),
  );
  if (electron)
    await stage('dist/electron', wanted, () =>
      must(
        node,
        ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
        { quiet: true },
      ),
    );
}

async function stage(folder, wanted, make) {
  const stamp = join(root, folder, '.built');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say(`building ${folder} …`);
  await make();
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(stamp, wanted);
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) addTo(hash, source);
  return hash.digest('hex');
}

function addTo(hash, path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (code.test(path)) {
    hash.update(path).update(readFileSync(full));
    return;
  }
  for (const entry of readdirSync(full, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  ))
    if (entry.isDirectory() ? entry.name !== 'training' : code.test(entry.name))
      addTo(hash, join(path, entry.name));
}
