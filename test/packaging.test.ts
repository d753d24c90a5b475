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

  it('unpacks the native libraries', () => {
    expect(recipe).toContain('onnxruntime-node/bin/**');
    expect(recipe).toContain('better-sqlite3/prebuilds/**');
  });

  it('ships every model with its card and every file that the card names, outside the archive', () => {
    const models = readdirSync(join(root, 'models')).filter((name) =>
      existsSync(join(root, 'models', name, 'card.json')),
    );
    expect(models.length).toBeGreaterThan(2);
    const resources = recipe.slice(recipe.indexOf('extraResources:'));
    for (const model of models) {
      const [, filter] = new RegExp(`from: models/${model}\\n.*\\n    filter: (.*)`).exec(
        resources,
      )!;
      expect(filter).toContain("'card.json'");
      const card = readFileSync(join(root, 'models', model, 'card.json'), 'utf8');
      const { weights } = JSON.parse(card) as { weights: { file: string }[] };
      for (const { file } of weights) {
        const path = file.startsWith('weights/') ? file : `weights/${file}`;
        expect(path).toMatch(/^weights\/[^/]+$/);
        expect(existsSync(join(root, 'models', model, path)), path).toBe(true);
      }
      expect(filter).toContain("'weights/*'");
    }
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
