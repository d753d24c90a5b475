import { join } from 'node:path';
import type { ConeBeam } from '../../../studies/tomography/cone-beam.ts';
import type { StartWorker } from '../../runtime/protocol.ts';
import { headlineViews } from './bar.ts';
import { caseObject, type CaseObject } from './case-object.ts';
import { caseRows } from './case-rows.ts';
import { measureCost } from './cost.ts';
import type { HeldOutCase } from './held-out.ts';
import { checkLesions, type LesionCheck, type LesionPictures } from './lesion-check.ts';
import { checkLoop, middleOf, mirrored } from './loop-check.ts';
import type { Method } from './methods.ts';
import type { Network } from './network.ts';
import { checkParity } from './parity.ts';
import type { Plan } from './plan.ts';
import { checkPositioning, type PositionRow } from './position-check.ts';
import type { Ledger, Row } from './rows.ts';
import { cachedScan, usualAcquisition, type ScannedCase } from './scanned-case.ts';
import { checkSeams } from './seams.ts';
import { checkShifts, type ShiftRow } from './shift-check.ts';

export interface EvaluateOptions {
  readonly modelDir: string;
  /** Where everything that was computed is kept, and the report is written. */
  readonly outDir: string;
  readonly quick: boolean;
  readonly dataDir?: string;
  /** Pairs made by another program. */
  readonly foreignDir?: string;
  /** Only cases whose id contains this. */
  readonly only?: string;
  readonly threads: number;
}

export interface EvaluateTools {
  readonly beam: ConeBeam;
  readonly startWorker: StartWorker;
  readonly signal: AbortSignal;
  /** What is being done, for people. */
  readonly note: (line: string) => void;
  readonly onVolume: (row: Row, hu: Int16Array, scanned: ScannedCase) => Promise<void>;
  readonly onLesionPictures: (pictures: LesionPictures) => Promise<void>;
}

/** What one case gave. */
export interface CaseFindings {
  readonly rows: readonly Row[];
  readonly lesions: LesionCheck;
  readonly positions: readonly PositionRow[];
  readonly shifts: readonly ShiftRow[];
}

const loopEdge = 48;

/** One evaluation under way. */
export class EvaluationRun {
  readonly #options: EvaluateOptions;
  readonly #tools: EvaluateTools;
  readonly #plan: Plan;
  readonly #ledger: Ledger;
  readonly #network: Network;

  constructor(
    options: EvaluateOptions,
    tools: EvaluateTools,
    plan: Plan,
    ledger: Ledger,
    network: Network,
  ) {
    this.#options = options;
    this.#tools = tools;
    this.#plan = plan;
    this.#ledger = ledger;
    this.#network = network;
  }

  async cases(): Promise<CaseFindings[]> {
    const found: CaseFindings[] = [];
    for (const entry of this.#plan.cases) found.push(await this.#case(entry));
    return found;
  }

  async #case(entry: HeldOutCase): Promise<CaseFindings> {
    const { note, beam, signal } = this.#tools;
    const { checks, judged, viewCounts, methodsFor } = this.#plan;
    note(`${entry.id}: scan`);
    let object: Promise<CaseObject> | null = null;
    const read = () => (object ??= caseObject(entry));
    const scanned = await this.#scan(entry, read);
    const tools = {
      beam,
      signal,
      ledger: this.#ledger,
      folder: this.#scans,
      onRow: (row: Row) => note(`  ${row.views} views, ${row.method}: ${row.psnrDb.toFixed(2)} dB`),
      onVolume: (row: Row, hu: Int16Array) => this.#tools.onVolume(row, hu, scanned),
      onPictures: (pictures: LesionPictures) => this.#tools.onLesionPictures(pictures),
    };
    const rows: Row[] = [];
    for (const views of viewCounts) {
      const methods = methodsFor(views, entry.set);
      rows.push(
        ...(await caseRows(scanned, { id: entry.id, set: entry.set, views, methods }, tools)),
      );
    }
    const beside: readonly Method[] = [...checks.beside, ...judged];
    const has = (kind: keyof typeof checks.on) => checks.on[kind](entry);
    if (has('lesions')) note(`${entry.id}: lesions`);
    const lesions = has('lesions')
      ? await checkLesions(
          {
            id: entry.id,
            views: headlineViews,
            object: read,
            control: scanned,
            acquisition: usualAcquisition,
            methods: beside,
            every: checks.lesionEvery,
          },
          tools,
        )
      : { lesions: [], controls: [] };
    if (has('positions')) note(`${entry.id}: positioning`);
    const positions = has('positions')
      ? await checkPositioning(entry.id, headlineViews, scanned, beside, this.#ledger)
      : [];
    if (has('shifts')) note(`${entry.id}: other scans`);
    const input = this.#network.weights.card.input;
    const shifts = has('shifts')
      ? await checkShifts(entry, read, checks.shifts, judged, input, tools)
      : [];
    return { rows, lesions, positions, shifts };
  }

  get #scans(): string {
    return join(this.#options.outDir, 'scans');
  }

  #scan(entry: HeldOutCase, read: () => Promise<CaseObject>): Promise<ScannedCase> {
    return cachedScan(this.#scans, entry.id, read, usualAcquisition, this.#tools);
  }

  /** What is checked once, on the first case. */
  async once(threads: number) {
    const { note, signal } = this.#tools;
    const entry = this.#plan.cases[0]!;
    const { cost: costPlan, seamDims } = this.#plan;
    const sha = this.#network.weights.sha256;
    const scanned = await this.#scan(entry, () => caseObject(entry));
    const sparse = scanned.sparse.get(headlineViews)!;
    const dims = sparse.geometry.dims;
    note('loop, seams, parity');
    const once = <T>(name: string, make: () => Promise<T>) =>
      this.#ledger.once(`${name}|${sha}`, async () => {
        signal.throwIfAborted();
        return make();
      });
    const loop = await once('loop', () => checkLoop(this.#network, middleOf(sparse, loopEdge)));
    const seams = await once(`seams|${seamDims.join()}`, () =>
      checkSeams(this.#network, mirrored(sparse.hu, dims, seamDims), seamDims),
    );
    const parity = await once('parity', () => checkParity(this.#network));
    note('cost');
    const cost = await once(`cost|${costPlan.dims.join()}|${costPlan.steps}`, () =>
      measureCost(this.#tools.startWorker, {
        modelDir: this.#options.modelDir,
        hu: mirrored(sparse.hu, dims, costPlan.dims),
        dims: costPlan.dims,
        spacingMm: entry.spacingMm,
        steps: costPlan.steps,
        threads: Math.min(2, threads),
      }),
    );
    return { loop, seams, parity, cost };
  }
}
