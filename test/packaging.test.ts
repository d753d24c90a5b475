import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const out = join(root, 'dist/electron');
const read = (name: string) => readFileSync(join(out, name), 'utf8');

describe('the Electron bundle', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['node_modules/electron-vite/bin/electron-vite.js', 'build'], {
      cwd: root,
      stdio: 'pipe',
    });
  });

  it('has the shell, a CommonJS preload and the engine', () => {
    expect(read('main.js')).toContain('sparrow://app');
    expect(read('preload.cjs')).toContain('require("electron")');
    expect(read('preload.cjs')).not.toMatch(/^import /m);
    expect(existsSync(join(out, 'engine-process.js'))).toBe(true);
  });

  it('carries every program that a bundle starts, under the name it is started by', () => {
    const bundles = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    );
    const started = bundles.flatMap((name) => [
      ...read(name).matchAll(/new URL\(["'`](\.[^"'`]*\.(?:ts|js))["'`], ?import\.meta\.url/g),
    ]);
    expect(started.length).toBeGreaterThan(2);
    for (const [, path] of started) {
      expect(path).toMatch(/\.js$/);
      expect(existsSync(join(out, path as string)), path).toBe(true);
    }
  });

  it('imports electron in the shell alone', () => {
    const bundles = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.c?js$/.test(name),
    );
    const users = bundles.filter((name) =>
      /from ["']electron["']|require\(["']electron["']\)/.test(read(name)),
    );
    expect(
      users.every((name) => /^(main|preload)\./.test(name)),
      users.join(),
    ).toBe(true);
    expect(read('engine-process.js')).not.toMatch(/from ["']electron["']/);
  });
});

describe('the packaging recipe', () => {
  const recipe = readFileSync(join(root, 'electron-builder.yml'), 'utf8');

  it('unpacks the native libraries and ships weights outside the archive', () => {
    expect(recipe).toContain('onnxruntime-node/bin/**');
    expect(recipe).toContain('better-sqlite3/prebuilds/**');
    expect(recipe).toMatch(/extraResources:[\s\S]*models\/mindi3d/);
  });

  it('flips the fuses', () => {
    for (const fuse of [
      'runAsNode: false',
      'enableNodeOptionsEnvironmentVariable: false',
      'onlyLoadAppFromAsar: true',
    ])
      expect(recipe).toContain(fuse);
  });
});
