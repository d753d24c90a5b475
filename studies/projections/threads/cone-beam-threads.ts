import { voxelsOf, type AttenuationGrid } from '../../tomography/circular-geometry.ts';
import type { ConeBeam } from '../../tomography/cone-beam.ts';
import { equalShares, planeShares } from './shares.ts';
import { ThreadPool } from './thread-pool.ts';

/**
 * Cone-beam physics shared among worker threads; the calling thread only waits and joins. A call
 * under way when it is disposed of is rejected.
 *
 * @param threads 1 or more
 */
export function coneBeamThreads(threads: number): Promise<ConeBeam> {
  const pool = new ThreadPool(Math.max(1, Math.floor(threads)));
  return Promise.resolve({
    project: (grid, geometry) => {
      const columns = geometry.anglesDeg.length * geometry.detectorColumns;
      const shared = sharedGrid(grid);
      const tasks = equalShares(columns, pool.size).map(
        (range) => ({ kind: 'project', grid: shared, geometry, range }) as const,
      );
      return pool.run(tasks, columns * geometry.detectorRows);
    },
    backProject: (projections, geometry, grid, options) => {
      const common = {
        kind: 'backProject',
        projections: shared(projections),
        geometry,
        grid: { counts: grid.counts, spacingMm: grid.spacingMm, originMm: grid.originMm },
        options,
      } as const;
      const tasks = planeShares(grid, pool.size).map((range) => ({ ...common, range }));
      return pool.run(tasks, voxelsOf(grid));
    },
    filter: (projections, geometry, filter) => {
      const common = {
        kind: 'filter',
        projections: shared(projections),
        geometry,
        filter: { hannCutOff: filter.hannCutOff, columnWeights: shared(filter.columnWeights) },
      } as const;
      const views = equalShares(geometry.anglesDeg.length, pool.size);
      const tasks = views.map((range) => ({ ...common, range }));
      // Filtered views go on to a back projection, which takes shared memory as it is.
      return pool.run(tasks, projections.length, sharedFloats(projections.length));
    },
    lowerTotalVariation: (grid, weight) => {
      const common = { kind: 'lowerTotalVariation', grid: sharedGrid(grid), weight } as const;
      const tasks = equalShares(grid.counts[0], pool.size).map((range) => ({ ...common, range }));
      return pool.run(tasks, voxelsOf(grid));
    },
    dispose: () => pool.end(),
  });
}

/** The values in memory that threads see without a copy each. */
function shared(values: Float32Array): Float32Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = sharedFloats(values.length);
  copy.set(values);
  return copy;
}

function sharedFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}

/** Takes no more along than the grid itself: callers' objects may hold what cannot be posted. */
function sharedGrid({ counts, spacingMm, originMm, mu }: AttenuationGrid): AttenuationGrid {
  return { counts, spacingMm, originMm, mu: shared(mu) };
}
