/// <reference lib="dom" />
import { expect, test, type Page } from '@playwright/test';
import vue from '@vitejs/plugin-vue';
import { createServer, type ViteDevServer } from 'vite';

/** Serves the viewer's test page while a spec file runs, and fails a test whose page threw an error. */
export function viewerHarness(
  cache: string,
  include: readonly string[],
): { address: () => string } {
  let server: ViteDevServer;
  let failures: string[] = [];
  test.beforeAll(async () => {
    server = await createServer({
      configFile: false,
      root: new URL('../viewer-harness', import.meta.url).pathname,
      plugins: [vue()],
      server: {
        host: '127.0.0.1',
        port: 0,
        hmr: false,
        fs: { allow: [new URL('../../..', import.meta.url).pathname] },
      },
      cacheDir: new URL(`../../../node_modules/.vite/${cache}`, import.meta.url).pathname,
      optimizeDeps: { include: ['vue', 'vue-i18n', ...include] },
      logLevel: 'error',
    });
    await server.listen();
  });
  test.afterAll(() => server.close());
  test.beforeEach(({ page }) => {
    failures = [];
    page.on('pageerror', (error) => failures.push(error.message));
  });
  test.afterEach(() => {
    expect(failures).toEqual([]);
  });
  return { address: () => server.resolvedUrls!.local[0]! };
}

/** What vtk.js needs beforehand, so that no page is loaded anew in the middle of a test. */
export const volumeRendering = [
  '@kitware/vtk.js/Rendering/OpenGL/Profiles/Volume',
  '@kitware/vtk.js/Rendering/Core/RenderWindow',
  '@kitware/vtk.js/Rendering/Core/RenderWindowInteractor',
  '@kitware/vtk.js/Rendering/OpenGL/RenderWindow',
  '@kitware/vtk.js/Common/DataModel/PiecewiseFunction',
  '@kitware/vtk.js/Rendering/Core/ColorTransferFunction',
  '@kitware/vtk.js/Common/Core/DataArray',
  '@kitware/vtk.js/Common/DataModel/ImageData',
  '@kitware/vtk.js/Rendering/Core/Renderer',
  '@kitware/vtk.js/Rendering/Core/Volume',
  '@kitware/vtk.js/Rendering/Core/VolumeMapper',
];

/** Open a case of the test page and wait until so many panes are painted. */
export async function openCase(page: Page, url: string, panes: number): Promise<void> {
  await page.goto(url);
  await expect(page.locator('[data-pane][data-painted]')).toHaveCount(panes);
  await expect(page.getByRole('status')).toHaveCount(0, { timeout: 20_000 });
  await page.waitForTimeout(100);
}

/** Texts of one kind in a pane's corner. */
export const mark = (page: Page, pane: string, role: string) =>
  page.locator(`[data-pane="${pane}"] [data-role="${role}"]`);

export async function marks(page: Page, pane: string, role: string): Promise<string[]> {
  const texts = await mark(page, pane, role).allTextContents();
  return texts.map((text) => text.trim());
}
