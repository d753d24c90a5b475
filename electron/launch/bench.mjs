import { findBrowser } from './browser.mjs';
import { build } from './build.mjs';
import { findNode, installDependencies } from './dependencies.mjs';
import { run, toolEnvironment } from './run.mjs';

/** `npm run bench [NAME …]`: everything needed, then the benchmarks. */
await installDependencies();
const node = findNode();
await build(node);
const env = { ...toolEnvironment(), SPARROW_CHROMIUM: await findBrowser() };
process.exitCode = await run(node, ['test/bench/run.ts', ...process.argv.slice(2)], { env });
