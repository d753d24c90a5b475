import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { converse } from '../../electron/engine/jobs/conversation.ts';
import { planTiles } from '../../models/runtime/tiles.ts';
import { readCardOf } from '../../models/runtime/weights.ts';
import { enhanceParamsSchema } from '../../studies/library/records.ts';
import { bodyPhantom } from '../fixtures/body-phantom.ts';
import { startWorker } from '../fixtures/start-worker.ts';

/**
 * Cost of MInDI-3D in its real process against the plain session.run calls it needs, measured before
 * and after it in a process of their own; one step against the graph and the tiles that Sparrow began
 * with; memory of a large volume. Exits 1 when a bar is missed.
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
const bars = { ratio: 1.25, peakGb: 1.5, largePeakGb: 3, cancelMs: 1000, gain: 2 };
/** Scaled, the largest volume that must fit into `largePeakGb`. */
const large = [2 * Number(values.size), 2 * Number(values.size), Number(values.size)] as const;
const modelDir = resolve(values.model);
const [size, steps, threads] = [values.size, values.steps, values.threads].map(Number) as [
  number,
  number,
  number,
];
const dims = [size, size, size] as const;
const card = await readCardOf(modelDir, 'mindi3d');
const { tile, overlap, spacingMm } = card.input;
const spacing = Math.sqrt(spacingMm[0] * spacingMm[1]);
const longest = Math.min(...tile);
const plan = planTiles(dims, { tile: longest, overlap });

interface Timed {
  seconds: number;
  done: Awaited<ReturnType<typeof converse>>;
  passes: number;
}

/** A whole job as the engine sees it, from the fork to the last message. */
async function wholeJob(asked: ReturnType<typeof request>): Promise<Timed> {
  const began = performance.now();
  let passes = 0;
  const listeners = { onProgress: () => passes++, onCheckpoint: () => undefined };
  const forever = new AbortController().signal;
  const done = await converse(startWorker('inference'), asked, listeners, forever);
  return { seconds: (performance.now() - began) / 1000, done, passes };
}

/** Milliseconds from a cancel in mid-tile to the end of the job, as the queue cancels. */
async function cancelLatency(): Promise<number> {
  const control = new AbortController();
  const asked = once(control.signal, 'abort').then(() => performance.now());
  const onProgress = () => setTimeout(() => control.abort(), 100);
  const listeners = { onProgress, onCheckpoint: () => undefined };
  const job = converse(startWorker('inference'), request(dims, steps), listeners, control.signal);
  await job.catch(() => undefined);
  return performance.now() - (await asked);
}

function request(of: typeof dims, k: number) {
  return {
    type: 'enhance' as const,
    modelDir,
    params: enhanceParamsSchema.parse({ steps: k, seed: 1, provider: 'cpu' }),
    threads,
    input: { dims: of, spacingMm: [spacing, spacing, spacing] as const, hu: bodyPhantom(of) },
    resume: null,
  };
}

interface Plain {
  seconds: number;
  cpuSeconds: number;
}

interface Twice {
  first: Plain & { passes: number };
  now: Plain & { passes: number };
  differenceHu: number;
}

const script = async <T>(name: string, ...args: number[]): Promise<T> => {
  const path = join(import.meta.dirname, '../fixtures', `${name}.ts`);
  const file = card.weights.find((weights) => weights.role === 'default')!.file;
  const weights = join(modelDir, 'weights', file.split('/').at(-1)!);
  const { stdout } = await promisify(execFile)(process.execPath, [
    path,
    weights,
    ...[threads, ...args].map(String),
  ]);
  return JSON.parse(stdout) as T;
};

/** The same number of runs on the same tile, and nothing else. */
const plainRuns = (runs: number) => script<Plain>('plain-session', runs, ...plan.tileDims);

const runs = plan.tiles.length * steps;
const before = await plainRuns(runs);
const job = await wholeJob(request(dims, steps));
const after = await plainRuns(runs);
const cancelMs = await cancelLatency();
const { first, now, differenceHu } = await script<Twice>(
  'two-graphs',
  2,
  longest,
  overlap,
  ...dims,
);
const largeJob = await wholeJob(request(large, 1));

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
  ['cancel to the end of the job, ms', cancelMs, bars.cancelMs],
  ['one step now / in the first pass, CPU', now.cpuSeconds / first.cpuSeconds, 1 / bars.gain],
  ['one step now / in the first pass, wall', now.seconds / first.seconds, null],
  ['difference to the first pass, HU RMS', differenceHu, null],
  [`peak memory at ${large.join(' x ')}, GB`, largeJob.done.peakBytes! / 1e9, bars.largePeakGb],
];
console.log(
  `MInDI-3D ${card.version}, ${dims.join(' x ')}, K = ${steps}, ${threads} threads: ` +
    `${job.seconds.toFixed(1)} s, ${job.passes} passes of ${plan.tileDims.join(' x ')}; ` +
    `a step ${now.cpuSeconds.toFixed(2)} CPU s, in the first pass ${first.cpuSeconds.toFixed(2)} CPU s`,
);
for (const [what, value, bar] of rows) {
  const figure = value.toFixed(value < 10 ? 3 : 0);
  console.log(`  ${what}: ${figure}${bar === null ? '' : ` (bar ${bar})`}`);
}
process.exitCode = rows.every(([, value, bar]) => bar === null || value <= bar) ? 0 : 1;
