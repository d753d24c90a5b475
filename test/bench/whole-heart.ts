import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { converseHeart } from '../../electron/engine/jobs/conversation.ts';
import { encode } from '../../models/whole-heart/encode.ts';
import { PLANE_PIXELS, SLOTS } from '../../models/whole-heart/graph-shapes.ts';
import type { HeartRequest } from '../../models/whole-heart/messages.ts';
import { openHeart } from '../../models/whole-heart/networks.ts';
import { usualGeometry } from '../../models/whole-heart/usual-geometry.ts';
import { heartCorrectionsSchema } from '../../studies/library/heart-records.ts';
import { paintedHeart } from '../fixtures/whole-heart/painted-heart.ts';
import { startWorker } from '../fixtures/start-worker.ts';

/**
 * A whole-heart job in its real process on nine planes of 25 phases, from the fork to the last message;
 * and the encoder with everything around it against its plain session.run. Exits 1 when a bar is missed.
 *
 *     node test/bench/whole-heart.ts [--model DIR] [--threads 2]
 */
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: join(import.meta.dirname, '../../models/whole-heart') },
    threads: { type: 'string', default: '2' },
  },
});
const bars = { seconds: 30, encoder: 1.25, peakGb: 1.5, cancelMs: 1000 };
const modelDir = resolve(values.model);
const threads = Number(values.threads);
const heart = paintedHeart({ phases: 25, size: 160, pixelMm: 1.5 });

const request: HeartRequest = {
  type: 'heart',
  modelDir,
  provider: 'cpu',
  threads,
  volumes: heart.volumes,
  corrections: heartCorrectionsSchema.parse({}),
};

async function wholeJob() {
  const began = performance.now();
  const forever = new AbortController().signal;
  const { outcome } = await converseHeart(
    startWorker('inference'),
    request,
    () => undefined,
    forever,
  );
  return { seconds: (performance.now() - began) / 1000, outcome };
}

/** Milliseconds from a cancel in the middle of the masks to the end of the job. */
async function cancelLatency(): Promise<number> {
  const control = new AbortController();
  let asked = 0;
  const job = converseHeart(
    startWorker('inference'),
    request,
    ({ step }) => {
      if (step !== 'segmentation' || asked > 0) return;
      asked = performance.now();
      control.abort();
    },
    control.signal,
  );
  await job.catch(() => undefined);
  return performance.now() - asked;
}

/** The encoder as a run uses it over the session's own seconds, warm, many times. */
async function encoderShare(runs: number) {
  const networks = await openHeart(modelDir, { provider: 'cpu', threads });
  const input = {
    images: Uint8Array.from({ length: SLOTS * PLANE_PIXELS }, (_, n) => n % 251),
    present: new Array<number>(SLOTS).fill(1),
    geometry: Array.from({ length: SLOTS }, (_, s) => [...usualGeometry(s).slice(0, 11), 1]).flat(),
  };
  await encode(networks, input);
  const before = networks.seconds('encoder');
  const clock = { runs: 0, seconds: 0 };
  for (let n = 0; n < runs; n++) await encode(networks, input, [], clock);
  const plain = networks.seconds('encoder') - before;
  await networks.release();
  return { ratio: clock.seconds / plain, secondsEach: plain / runs };
}

const { seconds, outcome } = await wholeJob();
const cancelMs = await cancelLatency();
const encoder = await encoderShare(8);
const planes = outcome.planes.filter(({ used }) => used).length;
console.log(
  `whole-heart ${outcome.modelVersion}, ${planes} planes of 25 phases, ${threads} threads: ` +
    `${outcome.encoder.runs} encoder passes of ${encoder.secondsEach.toFixed(2)} s, ` +
    `${outcome.sessionSeconds.toFixed(1)} s inside session.run`,
);
const rows: [string, number, number][] = [
  ['job from fork to answer, s', seconds, bars.seconds],
  ['encoder / its plain session.run', encoder.ratio, bars.encoder],
  ['peak memory of the worker, GB', outcome.peakBytes! / 1e9, bars.peakGb],
  ['cancel to the end of the job, ms', cancelMs, bars.cancelMs],
];
for (const [what, value, bar] of rows)
  console.log(`  ${what}: ${value.toFixed(value < 10 ? 3 : 1)} (bar ${bar})`);
process.exitCode = rows.every(([, value, bar]) => value <= bar) ? 0 : 1;
