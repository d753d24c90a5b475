import { chromium, type Page } from '@playwright/test';
import vue from '@vitejs/plugin-vue';
import { createServer } from 'vite';

/** The viewer's test page in a browser window of 1280 x 800, WebGL as SPARROW_GL_FLAGS says. */
export async function openHarness(
  cache: string,
): Promise<{ page: Page; address: string; close: () => Promise<void> }> {
  const server = await createServer({
    configFile: false,
    root: new URL('../../e2e/viewer-harness', import.meta.url).pathname,
    plugins: [vue()],
    server: {
      host: '127.0.0.1',
      port: 0,
      hmr: false,
      fs: { allow: [new URL('../../..', import.meta.url).pathname] },
    },
    cacheDir: new URL(`../../../node_modules/.vite/${cache}`, import.meta.url).pathname,
    logLevel: 'error',
  });
  await server.listen();
  const executablePath = process.env['SPARROW_CHROMIUM'];
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(process.env['SPARROW_GL_FLAGS'] ?? '').split(' ').filter(Boolean),
    ],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { page, address: server.resolvedUrls!.local[0]!, close };
}

/** Processor time of the page's main thread so far, ms. */
export async function threadClock(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  };
}
