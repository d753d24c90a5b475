import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, expect, test } from '@playwright/test';

/** Runs wherever an Electron program is installed and a display is there; says so where it is not. */
const root = resolve(import.meta.dirname, '../..');
const pathFile = join(root, 'node_modules/electron/path.txt');
const executable = existsSync(pathFile)
  ? join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8').trim())
  : null;
const noWindow =
  process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];

test('the Electron window shows the study browser and locks itself down', async () => {
  test.skip(executable === null || noWindow, 'no Electron program or no display on this machine');
  const library = mkdtempSync(join(tmpdir(), 'sparrow-electron-'));
  const app = await _electron.launch({
    args: [root, '--library', library],
    executablePath: executable!,
  });
  try {
    const page = await app.firstWindow();
    await expect(page).toHaveTitle(/Sparrow/);
    expect(page.url()).toMatch(/^sparrow:\/\/app\//);
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe(
      'undefined',
    );
    expect(
      await page.evaluate(() =>
        Object.keys((globalThis as unknown as { sparrow: object }).sparrow),
      ),
    ).toEqual(['chooseFiles', 'chooseFolder', 'pathsOf', 'openExternal']);
  } finally {
    await app.close();
  }
});
