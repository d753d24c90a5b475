import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { nodeWorkers } from '../../electron/engine/jobs/node-worker.ts';
import { enhanceParamsSchema } from '../../studies/library/records.ts';
import { writeCbct } from '../fixtures/cbct-series.ts';
import { fakeInference } from '../fixtures/engine-tools.ts';

/**
 * What the engine costs while a model runs: the longest that its main thread was away, how long a
 * request waited, and what a job costs beside the model's own time. Exits 1 when a bar is missed.
 *
 *     node test/bench/engine.ts [--size 128] [--steps 4]
 */
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '128' },
    steps: { type: 'string', default: '4' },
  },
});
const bars = { stallMs: 50 };
const size = Number(values.size);
const steps = Number(values.steps);

const dir = mkdtempSync(join(tmpdir(), 'sparrow-bench-'));
writeCbct(join(dir, 'scan'), { seriesUid: '1.2.826.0.1.98.1', views: 50, size });

function open(entry?: URL): Promise<Engine> {
  return createEngine({
    libraryDir: join(dir, 'library'),
    startWorker: nodeWorkers(entry),
    version: 'bench',
    allowPaths: true,
    threads: 1,
  });
}

/** Runs a job while a client keeps asking, and times both. */
async function watched(engine: Engine) {
  const { services } = engine;
  const volume = await services.find('1.2.826.0.1.98.1');
  const delay = monitorEventLoopDelay({ resolution: 2 });
  let slowestMs = 0;
  let asking = true;
  delay.enable();
  const asked = (async () => {
    while (asking) {
      const began = performance.now();
      await (await engine.fetch(new Request('http://engine/api/jobs'))).json();
      slowestMs = Math.max(slowestMs, performance.now() - began);
      await new Promise((done) => setTimeout(done, 20));
    }
  })();
  const began = performance.now();
  const job = await services.jobs.enhance({
    volumeId: volume.id,
    params: enhanceParamsSchema.parse({ steps, seed: 1, provider: 'cpu' }),
  });
  const ended = await services.jobs.settled(job.id);
  const seconds = (performance.now() - began) / 1000;
  asking = false;
  await asked;
  delay.disable();
  if (ended.resultId === null) throw new Error(JSON.stringify(ended.error));
  const result = await services.results.get(ended.resultId);
  return { seconds, modelSeconds: result.seconds, stallMs: delay.max / 1e6, slowestMs };
}

const first = await open(fakeInference);
const id = await first.services.imports.start([join(dir, 'scan')]);
await first.services.imports.finish(id);
await watched(first);
const bare = await watched(first);
await first.close();
const second = await open();
const real = await watched(second);
await second.close();
rmSync(dir, { recursive: true, force: true });

const rows: [string, number, number | null][] = [
  [`engine stall, no model, ${size}^3, ms`, bare.stallMs, bars.stallMs],
  ['engine stall, the model running, ms', real.stallMs, bars.stallMs],
  ['slowest answer to GET /api/jobs meanwhile, ms', Math.max(bare.slowestMs, real.slowestMs), null],
  ['job without a model (checks, hashes, checkpoints, result), s', bare.seconds, null],
  ['job / the model’s own time', real.seconds / real.modelSeconds, null],
];
let missed = false;
for (const [name, value, bar] of rows) {
  const isMissed = bar !== null && value > bar;
  missed ||= isMissed;
  const verdict = bar === null ? '' : ` (bar ${bar})${isMissed ? ' MISSED' : ''}`;
  console.log(`${name}: ${value.toFixed(2)}${verdict}`);
}
process.exitCode = missed ? 1 : 0;
