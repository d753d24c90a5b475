import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const common = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = process.env['SPARROW_CHROMIUM'] ?? common.find((path) => existsSync(path));

/** Mesa draws WebGL faster than the browser's own software renderer; not every machine has it. */
const mesa = ['x86_64', 'aarch64'].some((machine) =>
  existsSync(`/usr/lib/${machine}-linux-gnu/libEGL_mesa.so.0`),
);
const drawing = mesa
  ? ['--use-gl=angle', '--use-angle=gl-egl', '--ignore-gpu-blocklist']
  : ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

export default defineConfig({
  testDir: 'test/e2e',
  // The folder is emptied at each start; screens and reports lie beside it.
  outputDir: 'test-results/e2e',
  workers: 1,
  // Generous, for machines that do other work as well: a limit matters only when a test fails.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox', ...drawing],
    },
  },
});
