import { findPose, moved, poseError, testPoses } from './positioning.ts';
import type { Method } from './methods.ts';
import type { Ledger } from './rows.ts';
import type { ScannedCase } from './scanned-case.ts';
import { mean } from './table.ts';

/** Mean error of finding known offsets between a method's volume and the planning CT. */
export interface PositionRow {
  readonly case: string;
  /** 'dense FDK' for the reference. */
  readonly method: string;
  readonly shiftMm: number;
  readonly turnDeg: number;
}

/** Bar 9: the planning CT is displaced by known offsets and found again with each volume. */
export async function checkPositioning(
  id: string,
  views: number,
  scanned: ScannedCase,
  methods: readonly Method[],
  ledger: Ledger,
): Promise<PositionRow[]> {
  const place = scanned.dense.geometry;
  const planning = testPoses.map((pose) => moved(scanned.truth, place, pose));
  const rowOf = (method: string, hu: Int16Array): PositionRow => {
    const errors = testPoses.map((pose, n) =>
      poseError(findPose(hu, planning[n]!, place, scanned.region), pose),
    );
    return {
      case: id,
      method,
      shiftMm: mean(errors.map(({ shiftMm }) => shiftMm)),
      turnDeg: mean(errors.map(({ turnDeg }) => turnDeg)),
    };
  };
  const rows = [
    await ledger.once(`position|${id}|dense FDK`, () =>
      Promise.resolve(rowOf('dense FDK', scanned.dense.hu)),
    ),
  ];
  for (const method of methods) {
    const key = ['position', id, views, method.name, method.weights].join('|');
    const sparse = scanned.sparse.get(views)!;
    rows.push(
      await ledger.once(key, async () => rowOf(method.name, await method.run(sparse, scanned))),
    );
  }
  return rows;
}
