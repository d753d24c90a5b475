import { Tensor } from 'onnxruntime-node';
import type { EnhanceParams } from '../../studies/library/records.ts';
import { SparrowError, type Warning } from '../../studies/messages/sparrow-error.ts';
import type { ModelCard } from './card.ts';
import { deviceLabel, openSession, type Session } from './session.ts';
import { openSteadySession, type SteadySession } from './steady-session.ts';
import { readRole, type WeightsFile } from './weights.ts';

/** Arrays by the names of a graph's inputs or outputs. */
export type Arrays = Readonly<Record<string, Float32Array>>;
type Shapes = Readonly<Record<string, readonly number[]>>;

/** Inputs and outputs of one graph; the first length is the batch. */
export interface GraphShapes {
  readonly inputs: Shapes;
  readonly outputs: Shapes;
}

export interface GraphSetOptions<Role extends string> {
  readonly modelDir: string;
  readonly card: ModelCard;
  readonly graphs: Readonly<Record<Role, GraphShapes>>;
  /** These run on the provider asked for, after a test against the CPU; the others on the CPU. */
  readonly large: readonly Role[];
  readonly provider: EnhanceParams['provider'];
  readonly threads: number;
}

/** The graphs of one model, each opened when it is first needed. */
export interface GraphSet<Role extends string> {
  readonly warnings: readonly Warning[];
  readonly provider: string;
  /** For example "CPU, 2 threads". */
  readonly device: string;
  /** Seconds inside session.run, of all graphs or of one. */
  seconds(role?: Role): number;
  /** Opens a graph ahead of its first run. */
  open(role: Role): Promise<void>;
  /** Runs a graph on a batch of samples. */
  run(role: Role, inputs: Arrays, batch?: number): Promise<Arrays>;
  release(): Promise<void>;
}

/**
 * `run` throws model/weights-missing, hash-mismatch, weights-unreadable or wrong-network.
 */
export function openGraphs<Role extends string>(options: GraphSetOptions<Role>): GraphSet<Role> {
  const { modelDir, card, graphs, large, provider, threads } = options;
  const opened = new Map<Role, Promise<SteadySession>>();
  const settled = new Map<Role, SteadySession>();
  const session = async (role: Role) => {
    const opening =
      opened.get(role) ??
      readRole(modelDir, card, role).then((file) =>
        openGraph(graphs[role], file, large.includes(role) ? provider : 'cpu', threads),
      );
    opened.set(role, opening);
    const network = await opening;
    settled.set(role, network);
    return network;
  };
  const main = () =>
    large.map((role) => settled.get(role)?.current).find((current) => current !== undefined);
  return {
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
    async release() {
      for (const network of settled.values()) await network.release();
    },
  };
}

async function openGraph(
  graph: GraphShapes,
  { bytes, file }: WeightsFile,
  provider: EnhanceParams['provider'],
  threads: number,
): Promise<SteadySession> {
  const contract = async (...[weights, options]: Parameters<typeof openSession>) => {
    const session = await openSession(weights, options);
    const missing = missingFrom(graph, session);
    if (missing !== null) throw new SparrowError('model/wrong-network', { file, missing });
    return session;
  };
  return openSteadySession(bytes, provider, threads, selfTest(graph), contract).catch(
    (cause: unknown) => {
      if (cause instanceof SparrowError) throw cause;
      throw new SparrowError('model/weights-unreadable', { file }, { cause });
    },
  );
}

/** A fixed texture through the graph, the same on every device. */
const selfTest =
  ({ inputs, outputs }: GraphShapes) =>
  async (session: Session) => {
    const texture = zeros(inputs, 1);
    for (const array of Object.values(texture))
      for (let n = 0; n < array.length; n++) array[n] = 0.5 + 0.5 * Math.sin(0.37 * n);
    texture['plane_mask']?.fill(1);
    const filled = zeros(outputs, 1);
    await session.run(tensors(inputs, texture, 1), tensors(outputs, filled, 1));
    return Object.values(filled)[0]!;
  };

/** First input or output that a network lacks; null when it has all of them and no further input. */
function missingFrom({ inputs, outputs }: GraphShapes, session: Session): string | null {
  const lacks = (names: Shapes, has: readonly string[]) =>
    Object.keys(names).find((name) => !has.includes(name));
  const extra = session.inputs.find((name) => !(name in inputs));
  return lacks(inputs, session.inputs) ?? lacks(outputs, session.outputs) ?? extra ?? null;
}

/** An empty array of each shape. */
function zeros(shapes: Shapes, batch: number): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, [, ...rest]]) => [
      name,
      new Float32Array(rest.reduce((product, length) => product * length, batch)),
    ]),
  );
}

function tensors(shapes: Shapes, arrays: Arrays, batch: number) {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, [, ...rest]]) => [
      name,
      new Tensor('float32', arrays[name]!, [batch, ...rest]),
    ]),
  );
}
