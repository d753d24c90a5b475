import type { ConeBeam } from '../../../studies/tomography/cone-beam.ts';
import { blobs, type Blob } from './blobs.ts';
import { allLesions, coreChange, placeLesions, withLesions, type Lesion } from './lesions.ts';
import type { CaseObject } from './case-object.ts';
import type { Method } from './methods.ts';
import type { Ledger } from './rows.ts';
import { cachedScan, type Acquisition, type ScannedCase } from './scanned-case.ts';

/** What a method made of one inserted lesion. */
export interface LesionRow extends Lesion {
  readonly case: string;
  readonly method: string;
  /** Change in the lesion's core as a share of that in the dense FDK, and of that in the object. */
  readonly recovery: number;
  readonly recoveryOfObject: number;
}

/** Blobs of a lesion-free picture that its dense FDK does not have. */
export interface ControlRow {
  readonly case: string;
  readonly method: string;
  /** Made by the method: new ones, and ones that were there and are gone. */
  readonly invented: number;
  readonly removed: number;
  /** That the sparse FDK has too. */
  readonly leftOver: number;
  /** Worst first, at most five. */
  readonly worst: readonly Blob[];
}

export interface LesionCheck {
  readonly lesions: readonly LesionRow[];
  readonly controls: readonly ControlRow[];
}

export interface LesionRequest {
  readonly id: string;
  readonly views: number;
  readonly object: () => Promise<CaseObject>;
  /** Without lesions. */
  readonly control: ScannedCase;
  readonly acquisition: Acquisition;
  readonly methods: readonly Method[];
  /** Every so many of the twenty lesions; 1: all. */
  readonly every?: number;
}

export interface LesionTools {
  readonly beam: ConeBeam;
  readonly ledger: Ledger;
  readonly folder: string;
  readonly signal?: AbortSignal;
  /** Pictures of one case and method: with and without the lesions, dense and restored. */
  readonly onPictures?: (pictures: LesionPictures) => Promise<void>;
}

export interface LesionPictures {
  readonly case: string;
  readonly method: string;
  readonly rows: readonly LesionRow[];
  readonly control: ControlRow;
  readonly scanned: ScannedCase;
  readonly sparseHu: Int16Array;
  readonly restoredHu: Int16Array;
  readonly controlHu: Int16Array;
  readonly controlDenseHu: Int16Array;
}

/**
 * Bar 7: nodules of 5 to 15 mm and 50 to 800 HU are put into the object before it is scanned, with the
 * noise of the lesion-free scan, so that the difference of two pictures is the lesion's alone.
 */
export async function checkLesions(
  request: LesionRequest,
  tools: LesionTools,
): Promise<LesionCheck> {
  const { id, views, control, methods } = request;
  const place = control.dense.geometry;
  const lesions = placeLesions(
    control.truth,
    control.region,
    place,
    allLesions().filter((_, n) => n % (request.every ?? 1) === 0),
  );
  const found: LesionRow[] = [];
  const controls: ControlRow[] = [];
  let scanned: ScannedCase | null = null;
  for (const method of methods) {
    const key = ['lesions', id, views, request.every ?? 1, method.name, method.weights].join('|');
    const { rows, control: free } = await tools.ledger.once(key, async () => {
      scanned ??= await scanWithLesions(request, tools, lesions);
      const sparse = scanned.sparse.get(views)!;
      const restoredHu = await method.run(sparse, scanned);
      const sparseControl = control.sparse.get(views)!;
      const controlHu = await method.run(sparseControl, control);
      const each = lesions.map((lesion): LesionRow => {
        const change = (withIt: Int16Array, without: Int16Array) =>
          coreChange(place, lesion, withIt, without);
        const seen = change(restoredHu, controlHu);
        const recovery = seen / change(scanned!.dense.hu, control.dense.hu);
        const recoveryOfObject = seen / change(scanned!.truth, control.truth);
        return { ...lesion, case: id, method: method.name, recovery, recoveryOfObject };
      });
      const row = controlRow(id, method.name, controlHu, sparseControl.hu, control);
      await tools.onPictures?.({
        case: id,
        method: method.name,
        rows: each,
        control: row,
        scanned,
        sparseHu: sparse.hu,
        restoredHu,
        controlHu,
        controlDenseHu: control.dense.hu,
      });
      return { rows: each, control: row };
    });
    found.push(...rows);
    controls.push(free);
  }
  return { lesions: found, controls };
}

function scanWithLesions(
  { id, views, object, acquisition }: LesionRequest,
  { beam, folder, signal }: LesionTools,
  lesions: readonly Lesion[],
): Promise<ScannedCase> {
  return cachedScan(
    folder,
    `${id}-lesions${lesions.length}`,
    async () => {
      const whole = await object();
      return { ...whole, object: withLesions(whole.object, lesions) };
    },
    { ...acquisition, sparseViews: [views] },
    signal ? { beam, signal } : { beam },
  );
}

const fewWorst = 5;

function controlRow(
  id: string,
  method: string,
  volume: Int16Array,
  input: Int16Array,
  { dense, region }: ScannedCase,
): ControlRow {
  const found = blobs({ volume, reference: dense.hu, input }, dense.geometry, region);
  const own = found.filter(({ inInput }) => !inInput);
  return {
    case: id,
    method,
    invented: own.filter(({ peakHu }) => peakHu > 0).length,
    removed: own.filter(({ peakHu }) => peakHu < 0).length,
    leftOver: found.length - own.length,
    worst: [...own, ...found.filter(({ inInput }) => inInput)].slice(0, fewWorst),
  };
}
