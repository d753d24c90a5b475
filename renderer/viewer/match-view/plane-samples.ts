import type { Matrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import type { Placement } from '../placement.ts';
import type { CanvasSize } from '../use-canvas.ts';
import type { VolumeData } from '../volume-data.ts';
import { planeGrid, samplePlane, type StoredVolume } from './fused-slice.ts';

/** What one pane shows of one volume. Whatever is the same as before is not sampled again. */
export interface SampleRequest {
  readonly placement: Placement;
  readonly slice: number;
  /** Of the canvas's box, CSS pixels. */
  readonly size: CanvasSize;
  /** Pixels of the canvas, one sample each. */
  readonly columns: number;
  readonly rows: number;
  readonly data: VolumeData | null;
  /** Grows with every arrival. */
  readonly news: number;
  readonly toVolume: Matrix | null;
}

/** The values of one volume under a pane's pixels, kept from frame to frame. */
export class PlaneSamples {
  values = new Float32Array(0);
  #last: SampleRequest | null = null;
  #ready = new Uint8Array(0);

  /** Up to date with the request; true when there was something to do. */
  update(request: SampleRequest): boolean {
    const last = this.#last;
    const keys = Object.keys(request) as (keyof SampleRequest)[];
    if (last && keys.every((key) => last[key] === request[key])) return false;
    this.#last = request;
    const { placement, slice, size, columns, rows, data, toVolume } = request;
    const count = columns * rows;
    if (this.values.length < count) this.values = new Float32Array(count);
    if (!data || data.record.voxelType === 'rgb8') this.values.fill(NaN);
    else {
      const grid = planeGrid(placement, slice, size, columns, rows);
      samplePlane(this.values, this.#stored(data), grid, toVolume);
    }
    return true;
  }

  #stored(data: VolumeData): StoredVolume {
    const { rescaleSlope, rescaleIntercept, dims } = data.record;
    let ready: Uint8Array | null = null;
    if (!data.complete) {
      if (this.#ready.length !== dims[2]) this.#ready = new Uint8Array(dims[2]);
      ready = this.#ready;
      for (let k = 0; k < dims[2]; k++) ready[k] = data.hasSlice(k) ? 1 : 0;
    }
    const { geometry, voxels } = data;
    return { geometry, voxels, slope: rescaleSlope, intercept: rescaleIntercept, ready };
  }
}

/** Samples in one pane at most while something moves. */
const movingSamples = 170_000;

/** Every how manieth pixel is drawn while something moves: the second, or fewer on a large pane. */
export function movingStep(width: number, height: number): number {
  return Math.max(2, Math.ceil(Math.sqrt((width * height) / movingSamples)));
}
