import type { RestorationCard } from '../../runtime/card.ts';
import { caseRows, type CaseRowsTools } from './case-rows.ts';
import type { CaseObject } from './case-object.ts';
import type { HeldOutCase } from './held-out.ts';
import { fdkMethod, type Method } from './methods.ts';
import { cachedScan } from './scanned-case.ts';
import { warningsFor, type Shift } from './shifts.ts';

/** A case scanned otherwise than in training. */
export interface ShiftRow {
  readonly case: string;
  readonly shift: string;
  readonly method: string;
  readonly psnrDb: number;
  readonly gainDb: number;
  readonly flagged: boolean;
  /** Codes of the application's warnings. */
  readonly warnings: readonly string[];
}

/** Bar 10 on one case: the methods on every shifted scan. */
export async function checkShifts(
  entry: HeldOutCase,
  object: () => Promise<CaseObject>,
  shifts: readonly Shift[],
  methods: readonly Method[],
  input: RestorationCard['input'],
  tools: CaseRowsTools & { folder: string },
): Promise<ShiftRow[]> {
  const found: ShiftRow[] = [];
  for (const { name, views, acquisition, flagged } of shifts) {
    const scanned = await cachedScan(tools.folder, entry.id, object, acquisition, tools);
    const request = { id: entry.id, set: entry.set, views, variant: name };
    const rows = await caseRows(scanned, { ...request, methods: [fdkMethod, ...methods] }, tools);
    const sparse = scanned.sparse.get(views)!;
    const warnings = warningsFor(sparse, input);
    for (const { method, psnrDb, gainDb } of rows.slice(1)) {
      const one = { case: entry.id, shift: name, method, psnrDb, gainDb };
      found.push({ ...one, flagged: flagged(input), warnings });
    }
  }
  return found;
}
