#!/usr/bin/env node
import { build } from './build.mjs';
import { findNode, installDependencies } from './dependencies.mjs';
import { root, run, toolEnvironment } from './run.mjs';
import { join } from 'node:path';

/** The command line, on the right Node. Everything but the command's own output goes to standard error. */
await installDependencies();
const node = findNode();
const args = process.argv.slice(2);
if (args.includes('serve')) await build(node);
process.exitCode = await run(node, [join(root, 'electron/cli.ts'), ...args], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: toolEnvironment(),
});
