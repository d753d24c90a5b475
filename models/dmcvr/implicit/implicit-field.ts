import { encode, encodedLength, frequencyShares } from './encoding.ts';
import type { FitBox } from './fit-box.ts';
import { Mlp } from './mlp.ts';
import { quadricAt, type Quadric } from './quadric.ts';

/** One unit of the network's answer, mm. */
const answerMm = 10;

/**
 * Where the quadric levels off, mm. A wide chamber's quadric is far larger inside than what is asked
 * of an empty slice beyond its end; between the two the surface would lie too near the empty one.
 */
const levelMm = 8;

/**
 * A signed field over a box, mm, positive inside: a quadric, levelled off, and what a network adds to it. It is zero
 * on the surface; away from it it grows with the distance but is not a distance.
 */
export class ImplicitField {
  readonly box: FitBox;
  readonly mlp: Mlp;
  readonly #quadric: Quadric;
  readonly #unitMm: number;
  readonly #encoded: Float32Array;
  readonly #values: Float32Array;
  readonly #added: Float32Array;
  readonly #answerSlopes: Float32Array;
  #shares: number[][];

  constructor(
    box: FitBox,
    quadric: Quadric,
    sizes: { width: number; hiddenLayers: number; batch: number },
    seed: number,
  ) {
    this.box = box;
    this.mlp = new Mlp({ inputs: encodedLength, ...sizes }, seed);
    this.#quadric = quadric;
    this.#unitMm = Math.max(...box.halfMm);
    this.#encoded = new Float32Array(sizes.batch * encodedLength);
    this.#values = new Float32Array(sizes.batch);
    this.#added = new Float32Array(sizes.batch);
    this.#answerSlopes = new Float32Array(sizes.batch);
    this.#shares = [];
    this.open(1);
  }

  /** The unit of the quadric's and the network's coordinates, mm. */
  static unitMm(box: FitBox): number {
    return Math.max(...box.halfMm);
  }

  /** Lets the encoding's frequencies in, 0 the coarse ones to 1 all. */
  open(progress: number): void {
    const along = 2 * this.box.gapMm;
    this.#shares = frequencyShares(this.#unitMm, [0, 0, along], progress);
  }

  /**
   * Values and what the network added at points in the box's axes (x, y, z triples, mm); `rows` even
   * and at most the batch. Both arrays are used again by the next call.
   */
  at(points: Float32Array, rows: number): { values: Float32Array; added: Float32Array } {
    const unit = this.#unitMm;
    for (let r = 0; r < rows; r++) {
      const [x, y, z] = [points[r * 3]!, points[r * 3 + 1]!, points[r * 3 + 2]!];
      encode(x / unit, y / unit, z / unit, this.#shares, this.#encoded, r);
    }
    const answers = this.mlp.forward(this.#encoded, rows);
    for (let r = 0; r < rows; r++) {
      const added = answerMm * answers[r]!;
      this.#added[r] = added;
      this.#values[r] = added + levelled(quadricAt(this.#quadric, points, r, unit));
    }
    return { values: this.#values, added: this.#added };
  }

  /** Slopes of a loss by the values of the last call become slopes by the network's parameters. */
  backward(valueSlopes: Float32Array, rows: number): void {
    for (let r = 0; r < rows; r++) this.#answerSlopes[r] = answerMm * valueSlopes[r]!;
    this.mlp.backward(this.#answerSlopes, rows);
  }
}

function levelled(mm: number): number {
  return levelMm * Math.tanh(mm / levelMm);
}
