import { fileURLToPath } from 'node:url';
import { openLibrary } from '../../studies/library/open.ts';
import { wholeMessages } from '../../models/runtime/parts.ts';
import type { StartWorker } from '../../models/runtime/protocol.ts';
import { sessionThreads } from '../../models/runtime/threads.ts';
import { densify } from './jobs/dense/densify.ts';
import { fitOpinion } from './jobs/dense/implicit.ts';
import { enhance } from './jobs/enhance.ts';
import { analyseHeart } from './jobs/hearts/analyse.ts';
import { Embedding } from './jobs/hearts/embedding.ts';
import { runMatchJob } from './jobs/match/match-job.ts';
import { Queue } from './jobs/queue.ts';
import { reconstruct } from './jobs/scans/reconstruct.ts';
import { simulate } from './jobs/scans/simulate.ts';
import { createRouter } from './routes/router.ts';
import { createDoctor } from './services/doctor.ts';
import { createEvents } from './services/events.ts';
import { createExports } from './services/exports.ts';
import { createDense } from './services/dense/dense.ts';
import { createHearts } from './services/hearts/hearts.ts';
import { StudyPlanes } from './services/hearts/study-planes.ts';
import { createImports } from './services/imports.ts';
import { createJobs } from './services/jobs.ts';
import { createCompare, createMeasure } from './services/measuring.ts';
import { createModels } from './services/models.ts';
import { createMatchDocuments } from './services/match/match-documents.ts';
import { createMatches } from './services/match/matches.ts';
import { createPlanning } from './services/planning/planning.ts';
import { createProjections } from './services/projections.ts';
import { createReports } from './services/reports.ts';
import { createSamples, importSamples } from './services/samples.ts';
import type { Services } from './services/services.ts';
import {
  createFind,
  createResults,
  createSettings,
  createStudies,
} from './services/simple-services.ts';
import { createVolumes } from './services/volumes.ts';

export interface EngineOptions {
  /** Folder of the library; made when absent. */
  libraryDir: string;
  /** The one thing a door does for the engine: start a process that computes. */
  startWorker: StartWorker;
  /** Folder of the built renderer; without it only `/api` answers. */
  rendererDir?: string | undefined;
  /** Folder that holds a folder for each model. */
  modelsDir?: string | undefined;
  version: string;
  electronVersion?: string | undefined;
  /** Whether requests may name files on this machine: a window's may, a browser's never. */
  allowPaths: boolean;
  /** Threads of a model; by default one core is left for the picture beside it. */
  threads?: number | undefined;
  /** Go on with jobs that a process which is gone left behind; default true. */
  resumeJobs?: boolean | undefined;
}

export interface Engine {
  /** The whole of it as one function; knows nothing of its door. */
  fetch(request: Request): Promise<Response>;
  readonly services: Services;
  /** Puts the running job back in the queue and closes the library. */
  close(): Promise<void>;
}

/** Opens the library and everything on it. Rejects with a SparrowError when it cannot. */
export function createEngine(options: EngineOptions): Promise<Engine> {
  return Promise.try(() => open(options));
}

function open(options: EngineOptions): Engine {
  const { version } = options;
  const startWorker = wholeMessages(options.startWorker);
  const library = openLibrary(options.libraryDir);
  const events = createEvents();
  const models = createModels(
    options.modelsDir ?? fileURLToPath(new URL('../../models', import.meta.url)),
  );
  const volumes = createVolumes(library);
  const imports = createImports(library, events);
  const threads = options.threads ?? sessionThreads('interactive');
  const tools = { library, volumes, models, startWorker, threads, version };
  const queue: Queue = new Queue(library, events, async (job, onProgress, signal, onPreview) => {
    switch (job.kind) {
      case 'enhance':
        return enhance(tools, job, onProgress, signal);
      case 'reconstruct':
        return reconstruct(tools, job, onProgress, signal, onPreview);
      case 'simulate':
        return simulate(tools, job, onProgress, signal, onPreview);
      case 'heart':
        return analyseHeart(tools, job, onProgress, signal);
      case 'densify':
        return densify(tools, job, onProgress, signal);
      case 'implicit':
        return fitOpinion(tools, job, onProgress, signal);
      case 'match':
        return runMatchJob(tools, job, onProgress, signal);
      case 'embed':
        return embedding.run(job, onProgress, signal);
      case 'samples':
        await importSamples(imports, onProgress, signal);
        library.jobs.update(job.id, { state: 'done' });
    }
  });
  const planes = new StudyPlanes(tools);
  const hearts = createHearts(tools, events, planes);
  const embedding = new Embedding(tools, queue);
  const planning = createPlanning(library);
  const services: Services = {
    studies: createStudies(library, events),
    imports,
    volumes,
    projections: createProjections(library, events),
    find: createFind(library),
    jobs: createJobs(queue, tools, planes),
    results: createResults(library, events),
    hearts,
    dense: createDense(tools, events, planes),
    planning,
    matches: createMatches(library, events, planning, createMatchDocuments({ ...tools, planning })),
    compare: createCompare(tools),
    measure: createMeasure(tools),
    exports: createExports({ ...tools, hearts }),
    reports: createReports({ ...tools, hearts }),
    models,
    samples: createSamples(queue),
    settings: createSettings(library, events),
    doctor: createDoctor({ ...tools, electronVersion: options.electronVersion ?? null }),
    events,
  };
  if (options.resumeJobs !== false) {
    queue.resume();
    embedding.start();
  }
  return {
    fetch: createRouter(services, options),
    services,
    async close() {
      await Promise.all([queue.close(), hearts.close()]);
      library.close();
    },
  };
}
