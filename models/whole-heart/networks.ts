import { Tensor } from 'onnxruntime-node';
import type { HeartParams } from '../../studies/library/heart-records.ts';
import { SparrowError, type Warning } from '../../studies/messages/sparrow-error.ts';
import type { HeartCard } from '../runtime/card.ts';
import { deviceLabel, openSession, type Session } from '../runtime/session.ts';
import { openSteadySession, type SteadySession } from '../runtime/steady-session.ts';
import { readCardOf, readRole, weightsHash, type WeightsFile } from '../runtime/weights.ts';
import type { HeartRole } from './card-shape.ts';
import { graphs, missingFrom, zeros } from './graph-shapes.ts';

/** The four graphs of one set of weights, each opened when it is first needed. */
export interface HeartNetworks {
  readonly card: HeartCard;
  readonly weightsSha256: string;
  readonly warnings: readonly Warning[];
  /** Seconds inside session.run, of all graphs or of one. */
  seconds(role?: HeartRole): number;
  readonly provider: string;
  /** For example "CPU, 2 threads". */
  readonly device: string;
  /** Opens a graph ahead of its first run. */
  open(role: HeartRole): Promise<void>;
  /** Runs a graph on arrays by the names of its inputs; `batch` is B of the segmentation. */
  run(role: HeartRole, inputs: Arrays, batch?: number): Promise<Arrays>;
  /** float32 [n][128], embeddings of training hearts; null when the card names none. */
  bank(): Promise<Float32Array | null>;
  release(): Promise<void>;
}

export type Arrays = Readonly<Record<string, Float32Array>>;

/**
 * Reads a model's card and prepares its graphs. The two large ones run on the provider asked for,
 * after a test against the CPU; the small ones on the CPU.
 *
 * Throws model/card-unreadable; `run` throws model/weights-missing, hash-mismatch,
 * weights-unreadable or wrong-network.
 */
export async function openHeart(
  modelDir: string,
  { provider, threads }: { provider: HeartParams['provider']; threads: number },
): Promise<HeartNetworks> {
  const card = await readCardOf(modelDir, 'whole-heart');
  const opened = new Map<HeartRole, Promise<SteadySession>>();
  const settled = new Map<HeartRole, SteadySession>();
  const session = (role: HeartRole) => {
    const large = role === 'encoder' || role === 'segmentation';
    const opening =
      opened.get(role) ??
      readRole(modelDir, card, role).then((file) =>
        openGraph(role, file, large ? provider : 'cpu', threads),
      );
    opened.set(role, opening);
    return opening.then((network) => {
      settled.set(role, network);
      return network;
    });
  };
  const main = () => settled.get('encoder')?.current ?? settled.get('phenotype')?.current;
  return {
    card,
    weightsSha256: weightsHash(card),
    get warnings() {
      return [...settled.values()].flatMap((network) => network.warnings);
    },
    seconds(role) {
      if (role !== undefined) return settled.get(role)?.seconds ?? 0;
      return [...settled.values()].reduce((sum, network) => sum + network.seconds, 0);
    },
    get provider() {
      return main()?.provider ?? 'cpu';
    },
    get device() {
      return deviceLabel(main() ?? { provider: 'cpu', threads });
    },
    async open(role) {
      await session(role);
    },
    async run(role, arrays, batch = 1) {
      const network = await session(role);
      const { inputs, outputs } = graphs[role];
      const filled = zeros(outputs, batch);
      await network.run(tensors(inputs, arrays, batch), tensors(outputs, filled, batch));
      return filled;
    },
    async bank() {
      if (!card.weights.some(({ role }) => role === 'bank')) return null;
      const { bytes } = await readRole(modelDir, card, 'bank');
      const copy = bytes.slice();
      return new Float32Array(copy.buffer, 0, Math.floor(copy.length / 4));
    },
    async release() {
      for (const network of settled.values()) await network.release();
    },
  };
}

async function openGraph(
  role: HeartRole,
  { bytes, file }: WeightsFile,
  provider: HeartParams['provider'],
  threads: number,
): Promise<SteadySession> {
  const contract = async (...[weights, options]: Parameters<typeof openSession>) => {
    const session = await openSession(weights, options);
    const missing = missingFrom(role, session);
    if (missing !== null) throw new SparrowError('model/wrong-network', { file, missing });
    return session;
  };
  return openSteadySession(bytes, provider, threads, selfTest(role), contract).catch(
    (cause: unknown) => {
      if (cause instanceof SparrowError) throw cause;
      throw new SparrowError('model/weights-unreadable', { file }, { cause });
    },
  );
}

/** A fixed texture through the graph, the same on every device. */
const selfTest = (role: HeartRole) => async (session: Session) => {
  const { inputs, outputs } = graphs[role];
  const texture = zeros(inputs, 1);
  for (const array of Object.values(texture)) {
    for (let n = 0; n < array.length; n++) array[n] = 0.5 + 0.5 * Math.sin(0.37 * n);
  }
  texture['plane_mask']?.fill(1);
  const filled = zeros(outputs, 1);
  await session.run(tensors(inputs, texture, 1), tensors(outputs, filled, 1));
  return Object.values(filled)[0]!;
};

function tensors(
  shapes: Readonly<Record<string, readonly number[]>>,
  arrays: Arrays,
  batch: number,
) {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, [, ...rest]]) => [
      name,
      new Tensor('float32', arrays[name]!, [batch, ...rest]),
    ]),
  );
}
