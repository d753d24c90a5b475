import type { DenseResult } from '../../../studies/library/dense-records.ts';
import { fetchDensePhase, fetchSurfaces } from '../../client/dense.ts';
import type { DensePhase } from '../../viewer/dense-scene/cut-face.ts';
import { denseBodies, type DenseBodies } from '../../viewer/dense-scene/dense-bodies.ts';
import { measuredRings, type Rings } from '../../viewer/dense-scene/rings.ts';
import { usePhases, type PhasesInUse } from '../../viewer/dense-scene/use-phases.ts';

export interface DenseData {
  readonly voxels: PhasesInUse<DensePhase>;
  readonly bodies: PhasesInUse<DenseBodies>;
  /** Rings of the measured slices, found when first asked for. */
  readonly rings: (phase: number) => Rings | null;
}

/** Everything of a dense heart that the screen plays from: read once, kept while it is shown. */
export function useDenseData(result: () => DenseResult | null, phase: () => number): DenseData {
  const key = () => result()?.id ?? null;
  const count = () => result()?.phases.length ?? 0;
  const voxels = usePhases(key, count, phase, (at, signal) =>
    fetchDensePhase(result()!.id, at, signal),
  );
  const bodies = usePhases(key, count, phase, async (at, signal) => {
    const { id, grid, planes } = result()!;
    return denseBodies(await fetchSurfaces(id, at, signal), grid, planes);
  });
  const found = new WeakMap<Uint8Array, Rings>();
  function rings(at: number): Rings | null {
    const now = result();
    const labels = voxels.at(at)?.labels;
    if (!now || !labels) return null;
    const known = found.get(labels) ?? measuredRings(labels, now.grid, now.planes);
    found.set(labels, known);
    return known;
  }
  return { voxels, bodies, rings };
}
