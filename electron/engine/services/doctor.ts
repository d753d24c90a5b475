import { statfs } from 'node:fs/promises';
import type { Library } from '../../../studies/library/library.ts';
import { probeProviders } from '../../../models/runtime/probe.ts';
import type { StartWorker } from '../../../models/runtime/protocol.ts';
import type { Models } from './models.ts';
import type { Services } from './services.ts';

interface Tools {
  library: Library;
  models: Models;
  startWorker: StartWorker;
  version: string;
  electronVersion: string | null;
}

/** What this machine and this library are like. Each provider is tried in a process of its own. */
export function createDoctor(tools: Tools): Services['doctor'] {
  return async () => {
    const { library } = tools;
    const { studies, bytes } = library.stats();
    const disk = await statfs(library.dir);
    return {
      version: tools.version,
      node: process.versions.node,
      electron: tools.electronVersion,
      providers: await probeProviders(tools.startWorker),
      models: await tools.models.verified(),
      library: { path: library.dir, studies, bytes },
      freeDiskBytes: disk.bavail * disk.bsize,
    };
  };
}
