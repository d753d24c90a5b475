/** Columns, rows, slices. */
type Dims = readonly [number, number, number];

const beyondAll = 1e15;

/**
 * Squared distance of every voxel centre to the nearest voxel of a mask, mm2: exact, one axis
 * after the other (Felzenszwalb and Huttenlocher, Theory of Computing 8, 2012). `Infinity` where
 * the mask is empty.
 * @param inside which value of the mask (zero or not) is looked for
 */
export function squaredDistances(
  mask: Uint8Array,
  dims: Dims,
  spacingMm: Dims,
  inside = true,
): Float32Array {
  const squares = new Float32Array(mask.length);
  let any = false;
  for (let at = 0; at < mask.length; at++) {
    const hit = (mask[at] !== 0) === inside;
    squares[at] = hit ? 0 : beyondAll;
    any ||= hit;
  }
  if (!any) return squares.fill(Infinity);
  const line = new Line(Math.max(...dims));
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  for (const axis of [0, 1, 2] as const) {
    const [p, q] = ([0, 1, 2] as const).filter((other) => other !== axis) as [0 | 1, 1 | 2];
    if (dims[axis] === 1) continue;
    for (let b = 0; b < dims[q]; b++) {
      for (let a = 0; a < dims[p]; a++) {
        const start = a * strides[p] + b * strides[q];
        line.transform(squares, start, strides[axis], dims[axis], spacingMm[axis]);
      }
    }
  }
  return squares;
}

/** Lower envelope of parabolas along one line of voxels. */
class Line {
  readonly #values: Float64Array;
  readonly #places: Int32Array;
  readonly #borders: Float64Array;

  constructor(longest: number) {
    this.#values = new Float64Array(longest);
    this.#places = new Int32Array(longest);
    this.#borders = new Float64Array(longest + 1);
  }

  transform(squares: Float32Array, start: number, stride: number, count: number, mm: number): void {
    const [values, places, borders] = [this.#values, this.#places, this.#borders];
    for (let i = 0; i < count; i++) values[i] = squares[start + i * stride]! / (mm * mm);
    let last = 0;
    places[0] = 0;
    borders[0] = -Infinity;
    for (let i = 1; i < count; i++) {
      let border = this.#meeting(i, places[last]!);
      while (border <= borders[last]!) border = this.#meeting(i, places[--last]!);
      places[++last] = i;
      borders[last] = border;
    }
    for (let i = 0, part = 0; i < count; i++) {
      while (part < last && borders[part + 1]! < i) part++;
      const place = places[part]!;
      const steps = i - place;
      squares[start + i * stride] = (steps * steps + values[place]!) * mm * mm;
    }
  }

  #meeting(i: number, j: number): number {
    return (this.#values[i]! + i * i - (this.#values[j]! + j * j)) / (2 * (i - j));
  }
}
