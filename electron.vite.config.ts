import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;

/** Programs that code starts by `new URL('./name.ts', import.meta.url)`: each becomes a bundle beside the others. */
const started = /new URL\(\s*["'](?:[^"']*\/)?([\w-]+)\.ts["']\s*,\s*import\.meta\.url,?\s*\)/g;

function startedPrograms(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(worker|process)\.ts$/.test(name) && !/shell|node-worker/.test(name))
    .map((name) => resolve(root, folder, name));
}

const programs = Object.fromEntries(
  ['electron', 'models', 'studies']
    .flatMap(startedPrograms)
    .concat(resolve(root, 'electron/shell/engine-process.ts'))
    .map((file) => [basename(file, '.ts'), file]),
);

/** In the bundle all programs lie in one folder, as JavaScript. */
const bundledUrls: Plugin = {
  name: 'bundled-program-urls',
  transform: (code) => code.replaceAll(started, "new URL('./$1.js', import.meta.url)"),
};

export default defineConfig({
  main: {
    plugins: [bundledUrls],
    build: {
      outDir: 'dist/electron',
      externalizeDeps: true,
      rolldownOptions: {
        input: { main: resolve(root, 'electron/shell/main.ts'), ...programs },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'dist/electron',
      emptyOutDir: false,
      rolldownOptions: {
        input: { preload: resolve(root, 'electron/shell/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
});
