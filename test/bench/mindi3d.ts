import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { WorkerReply } from '../../models/runtime/protocol.ts';
import { planTiles } from '../../models/runtime/tiles.ts';
import { readCard } from '../../models/runtime/weights.ts';
import { enhanceParamsSchema } from '../../studies/library/records.ts';
import { bodyPhantom } from '../fixtures/body-phantom.ts';
import { startWorker } from '../fixtures/start-worker.ts';

/**
 * Cost of MInDI-3D in its real process against the plain session.run calls it needs, measured before
 * and after it in a process of their own. Exits 1 when a bar is missed.
 *
 *     node test/bench/mindi3d.ts [--model DIR] [--size 128] [--steps 4] [--threads 2]
 */
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: join(import.meta.dirname, '../../models/mindi3d') },
    size: { type: 'string', default: '128' },
    steps: { type: 'string', default: '4' },
    threads: { type: 'string', default: '2' },
  },
});
const bars = { ratio: 1.25, peakGb: 1.5, cancelMs: 1000 };
const modelDir = resolve(values.model);
const [size, steps, threads] = [values.size, values.steps, values.threads].map(Number) as [
  number,
  number,
  number,
];
const dims = [size, size, size] as const;
const hu = bodyPhantom(dims);
const card = await readCard(modelDir);
const { tile, overlap, spacingMm } = card.input;
const spacing = Math.sqrt(spacingMm[0] * spacingMm[1]);
const plan = planTiles(dims, { tile: Math.min(...tile), overlap });

type Done = Extract<WorkerReply, { type: 'done' }>;

interface Timed {
  seconds: number;
  done: Done;
  passes: number;
}

/** A whole job as the engine sees it, from the fork to the last message. */
function wholeJob(): Promise<Timed> {
  return new Promise((resolved, rejected) => {
    const began = performance.now();
    const worker = startWorker('inference');
    let passes = 0;
    worker.onMessage((reply) => {
      if (reply.type === 'progress') passes++;
      if (reply.type === 'failed') rejected(new Error(reply.code));
      if (reply.type === 'done')
        resolved({ seconds: (performance.now() - began) / 1000, done: reply, passes });
    });
    worker.post(request());
  });
}

/** Milliseconds from the cancel message, sent in mid-tile, to the answer. */
function cancelLatency(): Promise<number> {
  return new Promise((resolved) => {
    const worker = startWorker('inference');
    let asked = 0;
    worker.onMessage((reply) => {
      if (reply.type === 'cancelled') resolved(performance.now() - asked);
      if (reply.type !== 'progress' || asked !== 0) return;
      asked = Infinity;
      setTimeout(() => {
        asked = performance.now();
        worker.post({ type: 'cancel' });
      }, 100);
    });
    worker.post(request());
  });
}

function request() {
  return {
    type: 'enhance' as const,
    modelDir,
    params: enhanceParamsSchema.parse({ steps, seed: 1, provider: 'cpu' }),
    threads,
    input: { dims, spacingMm: [spacing, spacing, spacing] as const, hu },
    resume: null,
  };
}

interface Plain {
  seconds: number;
  cpuSeconds: number;
}

/** The same number of runs on the same tile, and nothing else. */
async function plainRuns(runs: number): Promise<Plain> {
  const file = card.weights.find((weights) => weights.role === 'default')!.file;
  const script = join(import.meta.dirname, '../fixtures/plain-session.ts');
  const weights = join(modelDir, 'weights', file.split('/').at(-1)!);
  const args = [script, weights, threads, runs, ...plan.tileDims].map(String);
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Plain;
}

const runs = plan.tiles.length * steps;
const before = await plainRuns(runs);
const job = await wholeJob();
const after = await plainRuns(runs);
const cancelMs = await cancelLatency();

// Tiles of air are not run; the plain runs are counted for those that were.
const share = job.passes / runs;
const plainSeconds = (share * (before.seconds + after.seconds)) / 2;
const plainCpuSeconds = (share * (before.cpuSeconds + after.cpuSeconds)) / 2;
const rows: [string, number, number | null][] = [
  ['job / session.run calls, in one run', job.done.seconds / job.done.sessionSeconds, bars.ratio],
  // Processor seconds of three processes compare where wall-clock seconds do not, on a busy machine.
  ['process / plain session.run, CPU', job.done.cpuSeconds! / plainCpuSeconds, bars.ratio],
  ['process / plain session.run, wall', job.seconds / plainSeconds, null],
  ['peak memory of the worker, GB', job.done.peakBytes! / 1e9, bars.peakGb],
  ['cancel to answer, ms', cancelMs, bars.cancelMs],
];
console.log(
  `MInDI-3D ${card.version}, ${dims.join(' x ')}, K = ${steps}, ${threads} threads: ` +
    `${job.seconds.toFixed(1)} s, ${job.passes} passes of ${plan.tileDims.join(' x ')}`,
);
for (const [what, value, bar] of rows) {
  const figure = value.toFixed(value < 10 ? 3 : 0);
  console.log(`  ${what}: ${figure}${bar === null ? '' : ` (bar ${bar})`}`);
}
process.exitCode = rows.every(([, value, bar]) => bar === null || value <= bar) ? 0 : 1;
