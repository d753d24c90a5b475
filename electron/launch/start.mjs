import { build } from './build.mjs';
import { findNode, installDependencies } from './dependencies.mjs';
import { electronBinary } from './electron-binary.mjs';
import { run, say } from './run.mjs';

/** `npm start`: everything needed, then the app in Electron, or in a browser where there is none. */
await installDependencies();
const node = findNode();
const electron = await electronBinary(node);
await build(node, { electron: 'path' in electron });
const args = process.argv.slice(2);
if ('path' in electron) {
  say('opening Sparrow in Electron');
  process.exitCode = await run(electron.path, ['.', ...args]);
} else {
  say(`opening Sparrow in the browser: ${electron.missing}`);
  process.exitCode = await run(node, [
    'electron/cli.ts',
    'serve',
    '--open',
    '--with-samples',
    ...args,
  ]);
}
