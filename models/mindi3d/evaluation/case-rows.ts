import type { ConeBeam } from '../../../studies/tomography/cone-beam.ts';
import { measures, psnr } from './measures.ts';
import { residualPercent, type Method } from './methods.ts';
import type { Ledger, Row } from './rows.ts';
import type { ScannedCase } from './scanned-case.ts';

export interface CaseRowsRequest {
  readonly id: string;
  readonly set: Row['set'];
  readonly views: number;
  /** Told apart in the ledger when a case is scanned in several ways; empty for the protocol's own. */
  readonly variant?: string;
  readonly methods: readonly Method[];
}

export interface CaseRowsTools {
  readonly beam: ConeBeam;
  readonly ledger: Ledger;
  /** Called with each row as it is known. */
  readonly onRow?: (row: Row) => void;
  /** Called with each volume that was made now (not with those of earlier runs). */
  readonly onVolume?: (row: Row, hu: Int16Array) => Promise<void>;
  readonly signal?: AbortSignal;
}

/** Every method on one sparse scan of a case, measured against its dense FDK. */
export async function caseRows(
  scanned: ScannedCase,
  { id, set, views, variant = '', methods }: CaseRowsRequest,
  { beam, ledger, onRow, onVolume, signal }: CaseRowsTools,
): Promise<Row[]> {
  const sparse = scanned.sparse.get(views)!;
  const { seen, region, dense, truth } = scanned;
  const dims = dense.geometry.dims;
  const inside = (hu: Int16Array) => hu.map((value, n) => (seen[n] === 1 ? value : -1000));
  const base = psnr(inside(sparse.hu), dense.hu, region);
  const denseResidualPercent = () => residualPercent(beam, dense.hu, sparse, seen);
  const rows: Row[] = [];
  let known: number | null = null;
  for (const method of methods) {
    const key = ['row', id, variant, views, method.name, method.weights].join('|');
    const row = await ledger.once(key, async (): Promise<Row> => {
      signal?.throwIfAborted();
      const [began, cpu] = [performance.now(), process.cpuUsage()];
      const hu = inside(await method.run(sparse, scanned));
      const seconds = (performance.now() - began) / 1000;
      const used = process.cpuUsage(cpu);
      const found = measures(hu, dense.hu, dims, region);
      known ??= await denseResidualPercent();
      const made: Row = {
        set,
        views,
        method: method.name,
        case: id,
        ...found,
        gainDb: found.psnrDb - base,
        psnrTruthDb: psnr(hu, truth, region),
        residualPercent: await residualPercent(beam, hu, sparse, seen),
        denseResidualPercent: known,
        seconds,
        cpuSeconds: (used.user + used.system) / 1e6,
        weights: method.weights,
      };
      await onVolume?.(made, hu);
      return made;
    });
    onRow?.(row);
    rows.push(row);
  }
  return rows;
}
