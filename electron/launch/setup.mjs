import { build } from './build.mjs';
import { findNode, installDependencies } from './dependencies.mjs';

/** `npm run setup`: install if needed, build if stale. */
await installDependencies();
await build(findNode());
