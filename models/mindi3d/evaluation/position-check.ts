import { matchRigid } from '../../../studies/positioning/registration/match.ts';
import { prepareVolume } from '../../../studies/positioning/registration/prepare.ts';
import { voxelToPatient } from '../../../studies/volume/geometry.ts';
import { matchErrorAt } from '../../positioning/evaluation/match-error.ts';
import { movedPrepared } from '../../positioning/evaluation/moved-prepared.ts';
import { moveOf, type Offset } from '../../positioning/evaluation/offsets.ts';
import { huGrid } from '../../positioning/evaluation/position-case.ts';
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

/** Offsets a patient may have on the couch: within 10 mm and 3 degrees. */
const testOffsets: readonly Omit<Offset, 'number'>[] = [
  { turnDeg: [0, 0, 0], shiftMm: [6, -4, 3] },
  { turnDeg: [1.5, -1, 2], shiftMm: [-3, 5, -6] },
  { turnDeg: [-2.5, 2, -1], shiftMm: [8, 2, 5] },
  { turnDeg: [3, 3, -3], shiftMm: [-10, -10, 10] },
];

/**
 * Bar 9: the scan is displaced by known offsets and laid back onto the planning CT by the
 * application's own match. `evaluate positioning` measures the same at length.
 */
export async function checkPositioning(
  id: string,
  views: number,
  scanned: ScannedCase,
  methods: readonly Method[],
  ledger: Ledger,
): Promise<PositionRow[]> {
  const { geometry } = scanned.dense;
  const [nx, ny, nz] = geometry.dims;
  const pivotMm = voxelToPatient(geometry, [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2]);
  const planning = prepareVolume(huGrid(geometry, scanned.truth));
  const rowOf = (method: string, hu: Int16Array): PositionRow => {
    const scan = prepareVolume(huGrid(geometry, hu));
    const errors = testOffsets.map((offset) => {
      const move = moveOf(offset, pivotMm);
      const { movingToFixed } = matchRigid(planning, movedPrepared(scan, move), { pivotMm });
      return matchErrorAt(movingToFixed, move, pivotMm);
    });
    return {
      case: id,
      method,
      shiftMm: mean(errors.map(({ mm }) => mm)),
      turnDeg: mean(errors.map(({ deg }) => deg)),
    };
  };
  const rows = [
    await ledger.once(`match|${id}|dense FDK`, () =>
      Promise.resolve(rowOf('dense FDK', scanned.dense.hu)),
    ),
  ];
  for (const method of methods) {
    const key = ['match', id, views, method.name, method.weights].join('|');
    const sparse = scanned.sparse.get(views)!;
    rows.push(
      await ledger.once(key, async () => rowOf(method.name, await method.run(sparse, scanned))),
    );
  }
  return rows;
}
