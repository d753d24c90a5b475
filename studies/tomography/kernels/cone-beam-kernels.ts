import type { AttenuationGrid, CircularGeometry, GridFrame } from '../circular-geometry.ts';
import type { BackProjectionOptions } from '../cone-beam.ts';
import { rampResponse, rampSize, type RampFilter } from '../ramp-filter.ts';
import { viewFrame } from '../view-frame.ts';
import { bitReversed, twiddlePairs } from './fourier-tables.ts';
import {
  LINE_PAD,
  padColumns,
  padded,
  SCENE_FLOATS,
  unpadColumns,
  VIEW_FLOATS,
  writeScene,
  writeViews,
} from './scene.ts';
import type { Range } from './range.ts';
import { lowerTotalVariation } from './total-variation.ts';
import { WasmMemoryPlan } from './wasm-memory.ts';

/** Projections held in the kernels' memory at a time, in floats. */
const CHUNK_FLOATS = 4_000_000;

/** The parts of the cone-beam physics that one thread computes, each over a range of its work. */
export class ConeBeamKernels {
  readonly #wasm = new WasmMemoryPlan();

  /** Line integrals of detector columns `range`, counted over all views: [view * columns + u][v]. */
  project(grid: AttenuationGrid, geometry: CircularGeometry, range: Range) {
    const { detectorColumns: columns, detectorRows: rows } = geometry;
    const [nx, ny, nz] = grid.counts;
    const wasm = this.#wasm;
    wasm.begin();
    const scene = wasm.place(SCENE_FLOATS);
    const frame = wasm.place(VIEW_FLOATS);
    const line = wasm.place(padded(nz) + 2 * LINE_PAD);
    const sums = wasm.place(padded(rows) + 4);
    const out = wasm.place(columns * rows);
    const mu = wasm.place(nx * ny * padded(nz));
    wasm.ready();
    writeScene(wasm.bytes(scene), geometry, grid);
    wasm.floats(line).fill(0);
    padColumns(grid.mu, nz, wasm.floats(mu));
    const all = new Float32Array((range.end - range.first) * rows);
    for (let at = range.first; at < range.end;) {
      const view = Math.floor(at / columns);
      const first = at - view * columns;
      const end = Math.min(columns, range.end - view * columns);
      writeViews(wasm.bytes(frame), geometry, view, view + 1);
      const middle = line.address + 4 * LINE_PAD;
      wasm.functions.project(
        mu.address,
        scene.address,
        frame.address,
        first,
        end,
        out.address,
        middle,
        sums.address,
      );
      all.set(wasm.floats(out).subarray(0, (end - first) * rows), (at - range.first) * rows);
      at = view * columns + end;
    }
    return all;
  }

  /** Back projection on the grid's planes `range` along x. */
  backProject(
    projections: Float32Array,
    geometry: CircularGeometry,
    grid: GridFrame,
    { fdkWeight, scale }: BackProjectionOptions,
    range: Range,
  ) {
    const views = geometry.anglesDeg.length;
    const pixels = geometry.detectorColumns * geometry.detectorRows;
    const [, ny, nz] = grid.counts;
    const planes = range.end - range.first;
    const chunk = Math.min(views, Math.max(1, Math.floor(CHUNK_FLOATS / pixels)));
    const wasm = this.#wasm;
    wasm.begin();
    const scene = wasm.place(SCENE_FLOATS);
    const frames = wasm.place(VIEW_FLOATS * chunk);
    const line = wasm.place(padded(geometry.detectorRows) + 2 * LINE_PAD);
    const part = wasm.place(chunk * pixels);
    const mu = wasm.place(planes * ny * padded(nz));
    wasm.ready();
    writeScene(wasm.bytes(scene), geometry, grid);
    wasm.floats(line).fill(0);
    wasm.floats(mu).fill(0);
    for (let view = 0; view < views; view += chunk) {
      const end = Math.min(views, view + chunk);
      writeViews(wasm.bytes(frames), geometry, view, end);
      wasm.floats(part).set(projections.subarray(view * pixels, end * pixels));
      wasm.functions.back_project(
        mu.address,
        scene.address,
        frames.address,
        end - view,
        part.address,
        range.first,
        range.end,
        fdkWeight ? 1 : 0,
        scale,
        line.address + 4 * LINE_PAD,
      );
    }
    const slab = new Float32Array(planes * ny * nz);
    unpadColumns(wasm.floats(mu), nz, slab);
    return slab;
  }

  /** Weighted and ramp-filtered views `range`. */
  filter(projections: Float32Array, geometry: CircularGeometry, filter: RampFilter, range: Range) {
    const { detectorColumns: columns, detectorRows: rows, pixelMm } = geometry;
    const pixels = columns * rows;
    const size = rampSize(columns);
    const wasm = this.#wasm;
    wasm.begin();
    const twiddles = wasm.place(size);
    const response = wasm.place(size);
    const weights = wasm.place(columns);
    const data = wasm.place(8 * size);
    const spare = wasm.place(8);
    const one = wasm.place(pixels + 8);
    wasm.ready();
    const pitchMm = (pixelMm[0] * geometry.sourceAxisMm) / geometry.sourceDetectorMm;
    wasm.floats(twiddles).set(twiddlePairs(size));
    wasm.floats(response).set(bitReversed(rampResponse(size, pitchMm, filter.hannCutOff)));
    const all = new Float32Array((range.end - range.first) * pixels);
    for (let view = range.first; view < range.end; view++) {
      const { firstU, firstV, sourceU, sourceV } = viewFrame(geometry, view);
      const offset = view * columns;
      wasm.floats(weights).set(filter.columnWeights.subarray(offset, offset + columns));
      const place = wasm.floats(one);
      place.set(projections.subarray(view * pixels, (view + 1) * pixels));
      wasm.functions.ramp(
        one.address,
        columns,
        rows,
        size,
        twiddles.address,
        response.address,
        weights.address,
        geometry.sourceDetectorMm,
        firstU - sourceU,
        firstV - sourceV,
        pixelMm[0],
        pixelMm[1],
        data.address,
        spare.address,
      );
      all.set(place.subarray(0, pixels), (view - range.first) * pixels);
    }
    return all;
  }

  /** The planes `range` along x of the total-variation step (total-variation.ts). */
  lowerTotalVariation(grid: AttenuationGrid, weight: number, range: Range) {
    return lowerTotalVariation(this.#wasm, grid, weight, range);
  }
}
