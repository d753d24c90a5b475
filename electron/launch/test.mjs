import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { build } from './build.mjs';
import { findNode, installDependencies } from './dependencies.mjs';
import { root, run, say, toolEnvironment } from './run.mjs';

/** `npm test`: everything needed, then lint, types, unit tests and end-to-end tests. */
await installDependencies();
const node = findNode();
await build(node);
const results = join(root, 'test-results');
mkdirSync(results, { recursive: true });
const env = {
  ...toolEnvironment(),
  SPARROW_CHROMIUM: await findBrowser(),
  PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'e2e.json'),
};
const tool = (path) => join('node_modules', path);

const steps = [
  ['lint', [tool('eslint/bin/eslint.js'), '.', '--max-warnings', '0']],
  ['format', [tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  ['types: engine', [tool('typescript/bin/tsc'), '-p', 'tsconfig.engine.json']],
  ['types: shell', [tool('typescript/bin/tsc'), '-p', 'tsconfig.shell.json']],
  ['types: renderer', [tool('vue-tsc/bin/vue-tsc.js'), '-p', 'tsconfig.renderer.json']],
  [
    'unit',
    [
      tool('vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      '--outputFile.json=test-results/unit.json',
    ],
  ],
  ['end to end', [tool('@playwright/test/cli.js'), 'test', '--reporter=list,json']],
];

let failed = 0;
for (const [name, args] of steps) {
  const from = Date.now();
  const code = await run(node, args, { env });
  say(`${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - from) / 1000).toFixed(0)} s`);
  if (code !== 0) failed++;
}
const counts = count();
// A failed step without a failed test (lint, types) counts as one failure.
const failures = Math.max(counts.failed, failed);
console.log(`${counts.passed} passed, ${failures} failed, ${counts.skipped} skipped`);
process.exitCode = failed === 0 && counts.passed > 0 ? 0 : 1;

/** Tests of both runners, from their own reports. */
function count() {
  const read = (file) => {
    try {
      return JSON.parse(readFileSync(join(results, file), 'utf8'));
    } catch {
      return {};
    }
  };
  const unit = read('unit.json');
  const e2e = read('e2e.json').stats ?? {};
  return {
    passed: (unit.numPassedTests ?? 0) + (e2e.expected ?? 0) + (e2e.flaky ?? 0),
    failed: (unit.numFailedTests ?? 0) + (e2e.unexpected ?? 0),
    skipped: (unit.numPendingTests ?? 0) + (e2e.skipped ?? 0),
  };
}
