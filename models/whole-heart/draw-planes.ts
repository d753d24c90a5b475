import { assignSlots } from '../../studies/cardiac/planes/slots.ts';
import { dot, type Vector3 } from '../../studies/volume/geometry.ts';
import { encode, type Encoded } from './encode.ts';
import { FRAME_PIXELS } from './graph-shapes.ts';
import { maskFacts, type DrawnPlane } from './mask-facts.ts';
import type { HeartInput, HeartMaskFacts } from './messages.ts';
import { toNative } from './native-labels.ts';
import type { HeartRun } from './heart-run.ts';
import { drawFrames } from './segment.ts';
import type { StudyPlanes } from './study-planes.ts';

/** Every plane in use with its classes at every acquired phase. */
export interface Drawn {
  /** Of the first pass, the one that the numbers come from: planes by slot. */
  readonly planeIds: readonly (string | null)[];
  readonly input: Omit<HeartInput, 'masks'>;
  readonly encoded: Encoded;
  readonly facts: HeartMaskFacts;
  /** Classes on the image's own grid by plane id: [phases][rows][columns]. */
  readonly native: ReadonlyMap<string, Uint8Array>;
}

/**
 * Runs the encoder as often as it takes for every plane in use to have had a slot, and draws each plane
 * with the tokens of its pass.
 */
export async function drawPlanes(
  run: HeartRun,
  study: StudyPlanes,
  lvSliceIds: readonly string[] | null,
): Promise<Drawn> {
  const passes = assignSlots([...study.planes.values()], lvSliceIds);
  const first = passes[0]!;
  const drawnPlanes: DrawnPlane[] = [];
  const native = new Map<string, Uint8Array>();
  let main: Pick<Drawn, 'input' | 'encoded'> | null = null;
  for (const pass of passes) {
    const input = await study.input(pass);
    const encoded = await encode(run.networks, input, [], run.encoder);
    run.clock.tick('encoder');
    main ??= { input, encoded };
    for (const [slot, id] of pass.planeIds.entries()) {
      if (id === null || !pass.fresh[slot]) continue;
      const { labels, own } = await drawPlane(run, study, encoded.tokens, id, slot);
      native.set(id, own);
      const inFirst = first.planeIds.indexOf(id);
      drawnPlanes.push({
        slot: inFirst < 0 ? null : inFirst,
        shortAxis: study.plane(id).view === 'sax',
        heightMm: heightOf(study, id),
        labels,
        timing: study.timing(id),
      });
    }
  }
  return { ...main!, planeIds: first.planeIds, facts: maskFacts(drawnPlanes), native };
}

async function drawPlane(
  run: HeartRun,
  study: StudyPlanes,
  tokens: Float32Array,
  id: string,
  slot: number,
): Promise<{ labels: Uint8Array; own: Uint8Array }> {
  const { phases, dims } = study.plane(id);
  const frames = await study.frames(
    id,
    slot,
    Array.from({ length: phases }, (_, phase) => phase),
  );
  const labels = new Uint8Array(phases * FRAME_PIXELS);
  const size = dims[0] * dims[1];
  const own = new Uint8Array(phases * size);
  const grid = study.grid(id);
  const onBatch = (count: number) => run.clock.tick('segmentation', count);
  let phase = 0;
  for await (const frame of drawFrames(run.networks, tokens, frames, { ...run, onBatch })) {
    labels.set(frame.labels, phase * FRAME_PIXELS);
    toNative(frame, grid, dims, own.subarray(phase * size, (phase + 1) * size));
    phase++;
  }
  return { labels, own };
}

function heightOf(study: StudyPlanes, id: string): number {
  const { originMm, e3 } = study.frame;
  const from = study.grid(id).centreMm.map((at, n) => at - originMm[n]!) as unknown as Vector3;
  return dot(from, e3);
}
