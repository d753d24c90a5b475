import type { AttenuationGrid } from '../circular-geometry.ts';
import type { Range } from './range.ts';
import { padColumns, padded, unpadColumns } from './scene.ts';
import type { WasmMemoryPlan } from './wasm-memory.ts';

/** Inner iterations of each step and their step length; the Python twin uses the same. */
const DUAL_ITERATIONS = 12;
const DUAL_STEP = 0.16;
/** A plane depends on so many planes to each side, one for each iteration and one for the last divergence. */
const REACH = DUAL_ITERATIONS + 1;

/**
 * argmin_u 0.5 |u - grid|^2 + weight TV(u) by Chambolle's dual projection (J Math Imaging Vis 20:89,
 * 2004), isotropic differences between voxels, on planes `range` along x.
 *
 * @param weight in the grid's own unit, 1/mm; above zero
 */
export function lowerTotalVariation(
  wasm: WasmMemoryPlan,
  grid: AttenuationGrid,
  weight: number,
  range: Range,
): Float32Array<ArrayBuffer> {
  const [nx, ny, nz] = grid.counts;
  const first = Math.max(0, range.first - REACH);
  const planes = Math.min(nx, range.end + REACH) - first;
  const column = padded(nz);
  const size = planes * ny * column;
  wasm.begin();
  const zeros = wasm.place(column);
  const [px, py, pz] = [wasm.place(size), wasm.place(size), wasm.place(size)];
  const value = wasm.place(size);
  const g = wasm.place(size);
  wasm.ready();
  for (const place of [zeros, px, py, pz]) wasm.floats(place).fill(0);
  const part = grid.mu.subarray(first * ny * nz, (first + planes) * ny * nz);
  padColumns(part, nz, wasm.floats(value));
  const before = wasm.floats(g);
  const values = wasm.floats(value);
  for (let n = 0; n < size; n++) before[n] = -values[n]! / weight;
  for (let iteration = 0; iteration < DUAL_ITERATIONS; iteration++) {
    wasm.functions.tv_iteration(
      planes,
      ny,
      nz,
      column,
      value.address,
      1 / weight,
      DUAL_STEP,
      g.address,
      px.address,
      py.address,
      pz.address,
      zeros.address,
    );
  }
  const out = new Float32Array((range.end - range.first) * ny * nz);
  const from = (range.first - first) * ny * column;
  unpadColumns(wasm.floats(g).subarray(from, from + out.length * (column / nz)), nz, out);
  // g is div p - value / weight, and the answer value - weight div p.
  for (let n = 0; n < out.length; n++) out[n]! *= -weight;
  return out;
}
