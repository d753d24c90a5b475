import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { services } from '../../../test/fixtures/silent-services.ts';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import { createRouter } from './router.ts';
import { staticFile } from './static-files.ts';

const outer = temporaryFolder();
const rendererDir = join(outer, 'renderer');
mkdirSync(join(rendererDir, 'assets'), { recursive: true });
mkdirSync(join(outer, 'renderer-secret'));
writeFileSync(join(outer, 'secret.json'), 'secret');
writeFileSync(join(outer, 'renderer-secret', 'a.json'), 'secret');
writeFileSync(join(rendererDir, 'index.html'), '<!doctype html>');
writeFileSync(join(rendererDir, 'assets', 'main-abc.js'), '1');
writeFileSync(join(rendererDir, '.built'), 'stamp');
symlinkSync(join(outer, 'secret.json'), join(rendererDir, 'link.json'));

const get = (path: string) =>
  createRouter(services(), { version: '1', allowPaths: false, rendererDir })(
    new Request(`http://127.0.0.1${path}`),
  );

test('the page is asked anew each time, hashed files are kept for ever', async () => {
  const page = await get('/');
  expect(await page.text()).toBe('<!doctype html>');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  const script = await get('/assets/main-abc.js');
  expect(script.headers.get('content-type')).toContain('javascript');
  expect(script.headers.get('cache-control')).toContain('immutable');
});

test.each([
  '/../secret.json',
  '/%2e%2e/secret.json',
  '/..%2fsecret.json',
  '/..%5csecret.json',
  '/%2e%2e%2frenderer-secret/a.json',
  '/assets/..%2f..%2fsecret.json',
  '/link.json',
  '/secret.json%00.js',
  '/%',
  '/assets',
  '/.built',
  '//etc/passwd',
])('%s is unknown', async (path) => {
  const response = await get(path);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain('secret.json');
});

test('also a path that no URL parser has tidied stays inside', async () => {
  await expect(staticFile(rendererDir, '/../secret.json')).rejects.toMatchObject({
    code: 'engine/unknown-route',
  });
  await expect(staticFile(rendererDir, '/../renderer-secret/a.json')).rejects.toThrow();
});

test('without a built renderer the sentence says what to do', async () => {
  const response = await createRouter(services(), { version: '1', allowPaths: false })(
    new Request('http://127.0.0.1/'),
  );
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('npm start');
});
