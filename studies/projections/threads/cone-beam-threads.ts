import { voxelsOf, type AttenuationGrid } from '../../tomography/circular-geometry.ts';
import type { ConeBeam } from '../../tomography/cone-beam.ts';
import { equalShares, planeShares } from './shares.ts';
import { ThreadPool } from './thread-pool.ts';

/**
 * Cone-beam physics shared among worker threads; the calling thread only waits and joins. Calls run
 * one after the other. A call under way when it is disposed of is rejected.
 *
 * @param threads 1 or more
 */
export function coneBeamThreads(threads: number): Promise<ConeBeam> {
  const pool = new ThreadPool(Math.max(1, Math.floor(threads)));
  const inTurn = oneAfterTheOther();
  const shared = sharedScratch();
  const sharedGrid = ({ counts, spacingMm, originMm, mu }: AttenuationGrid): AttenuationGrid =>
    // Takes no more along than the grid itself: callers' objects may hold what cannot be posted.
    ({ counts, spacingMm, originMm, mu: shared('grid', mu) });
  return Promise.resolve({
    project: (grid, geometry) =>
      inTurn(() => {
        const columns = geometry.anglesDeg.length * geometry.detectorColumns;
        const common = { kind: 'project', grid: sharedGrid(grid), geometry } as const;
        const tasks = equalShares(columns, pool.size).map((range) => ({ ...common, range }));
        return pool.run(tasks, columns * geometry.detectorRows);
      }),
    backProject: (projections, geometry, grid, options) =>
      inTurn(() => {
        const common = {
          kind: 'backProject',
          projections: shared('projections', projections),
          geometry,
          grid: { counts: grid.counts, spacingMm: grid.spacingMm, originMm: grid.originMm },
          options,
        } as const;
        const tasks = planeShares(grid, pool.size).map((range) => ({ ...common, range }));
        return pool.run(tasks, voxelsOf(grid));
      }),
    filter: (projections, geometry, { hannCutOff, columnWeights }) =>
      inTurn(() => {
        const filter = { hannCutOff, columnWeights: shared('weights', columnWeights) };
        const common = {
          kind: 'filter',
          projections: shared('projections', projections),
          geometry,
          filter,
        } as const;
        const views = equalShares(geometry.anglesDeg.length, pool.size);
        const tasks = views.map((range) => ({ ...common, range }));
        return pool.run(tasks, projections.length);
      }),
    lowerTotalVariation: (grid, weight) =>
      inTurn(() => {
        const common = { kind: 'lowerTotalVariation', grid: sharedGrid(grid), weight } as const;
        const tasks = equalShares(grid.counts[0], pool.size).map((range) => ({ ...common, range }));
        return pool.run(tasks, voxelsOf(grid));
      }),
    dispose: () => pool.end(),
  });
}

type Role = 'grid' | 'projections' | 'weights';

/**
 * Copies values into memory that threads see without a copy each. There is one buffer for each role,
 * used again by the next call: a thread holds on to every shared buffer it was sent until its own
 * garbage is collected, which takes gigabytes in a thread that makes little of it.
 */
function sharedScratch(): (role: Role, values: Float32Array) => Float32Array {
  const kept = new Map<Role, Float32Array>();
  return (role, values) => {
    let scratch = kept.get(role);
    if (scratch === undefined || scratch.length < values.length) {
      scratch = new Float32Array(new SharedArrayBuffer(values.byteLength));
      kept.set(role, scratch);
    }
    scratch.set(values);
    return scratch.subarray(0, values.length);
  };
}

function oneAfterTheOther(): <T>(call: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (call) => {
    const next = last.then(call, call);
    last = next;
    return next;
  };
}
