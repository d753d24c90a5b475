import { matchRigid } from '../../../studies/positioning/registration/match.ts';
import {
  prepareVolume,
  type PreparedVolume,
} from '../../../studies/positioning/registration/prepare.ts';
import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import type { ConeBeam } from '../../../studies/tomography/cone-beam.ts';
import { scanCase } from '../../mindi3d/evaluation/scanned-case.ts';
import type { KeptRows } from '../../whole-heart/evaluation/kept-rows.ts';
import { acquisition, type Arm } from './arms.ts';
import type { CaseVolumes } from './case-volumes.ts';
import { matchErrorAt, type MatchError } from './match-error.ts';
import type { MatcherVersions } from './matcher-version.ts';
import { movedPrepared } from './moved-prepared.ts';
import { moveOf, type Offset } from './offsets.ts';
import { huGrid, movedPatient, type PositionCase } from './position-case.ts';

/** One match of one scan at one known offset. */
export interface MatchRow extends MatchError {
  readonly case: string;
  readonly set: PositionCase['set'];
  readonly arm: string;
  readonly offset: number;
  /** The scan's grid moved as a whole, or the moved patient scanned anew. */
  readonly realised: 'moved' | 'rescanned';
  readonly correlation: number;
}

export interface RowTools {
  readonly kept: KeptRows;
  /** Stand for the code that matches: rows of another are not taken for its. */
  readonly matchers: MatcherVersions;
  readonly beam: ConeBeam;
  readonly signal: AbortSignal;
}

/** A scan at the plan's own position, taken as that of a patient who lay elsewhere. */
export async function movedRow(
  volumes: CaseVolumes,
  arm: Arm,
  offset: Offset,
  { kept, matchers, signal }: RowTools,
): Promise<MatchRow> {
  const { id, field } = volumes.case;
  const key = [matchers.match, 'moved', id, arm.name, arm.method?.weights, offset.number].join('|');
  return kept.once(key, async () => {
    signal.throwIfAborted();
    const move = moveOf(offset, field.isocentreMm);
    const scan = movedPrepared(await volumes.prepared(arm), move);
    return rowOf(volumes, arm, offset, 'moved', move, scan);
  });
}

/** The moved patient projected, measured with noise of its own and reconstructed, for each FDK arm. */
export async function rescannedRows(
  volumes: CaseVolumes,
  arms: readonly Arm[],
  offset: Offset,
  { kept, matchers, signal, beam }: RowTools,
): Promise<MatchRow[]> {
  const { id, field } = volumes.case;
  const names = arms.map(({ name }) => name);
  return kept.once([matchers.match, 'anew', id, ...names, offset.number].join('|'), async () => {
    const move = moveOf(offset, field.isocentreMm);
    const views = arms.flatMap((arm) => (arm.method === null ? [] : [arm.views]));
    const scanned = await scanCase(
      beam,
      field,
      movedPatient(volumes.case, move),
      { ...acquisition, sparseViews: views, seed: offset.number + 2 },
      signal,
    );
    return arms.map((arm) => {
      const { geometry, hu } = arm.method === null ? scanned.dense : scanned.sparse.get(arm.views)!;
      const scan = prepareVolume(huGrid(geometry, hu));
      return rowOf(volumes, arm, offset, 'rescanned', move, scan);
    });
  });
}

function rowOf(
  volumes: CaseVolumes,
  arm: Arm,
  offset: Offset,
  realised: MatchRow['realised'],
  move: Matrix,
  scan: PreparedVolume,
): MatchRow {
  const { id, set, field } = volumes.case;
  const pivotMm = field.isocentreMm;
  const { movingToFixed, correlation } = matchRigid(volumes.planning, scan, {
    pivotMm,
    // Other sample points for every offset: what they add to the error is seen too.
    seed: offset.number + 1,
  });
  const error = matchErrorAt(movingToFixed, move, pivotMm);
  return { case: id, set, arm: arm.name, offset: offset.number, realised, ...error, correlation };
}
