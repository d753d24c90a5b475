import { NormalNoise } from '../../runtime/noise.ts';
import { multiply, multiplyTransposed, transpose } from './matrix-products.ts';

/** Sizes of the network; `inputs` and `width` are multiples of 4. */
export interface MlpShape {
  readonly inputs: number;
  readonly width: number;
  readonly hiddenLayers: number;
  /** Most points of one pass, even. */
  readonly batch: number;
}

interface Layer {
  readonly inputs: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly weightSlopes: Float32Array;
  readonly biasSlopes: Float32Array;
  readonly turned: Float32Array;
  readonly out: Float32Array;
  readonly slopes: Float32Array;
}

/**
 * A perceptron with one output for batches of points, with its own backward pass.
 *
 * Activation: squareplus, y = (z + sqrt(z^2 + 1)) / 2 (Barron 2021), as smooth as softplus without
 * an exponential; its slope is y^2 / (y^2 + 1/4), so only y is kept. Weights are normal with
 * variance 2 / inputs, the output layer starts at zero: the first answer is 0 everywhere.
 * All parameters lie in one array, `parameters`, and their slopes alike in `slopes`.
 */
export class Mlp {
  readonly parameters: Float32Array;
  readonly slopes: Float32Array;
  readonly #shape: MlpShape;
  readonly #layers: Layer[] = [];
  readonly #outWeights: Float32Array;
  readonly #outSlopes: Float32Array;
  readonly #answers: Float32Array;
  #asked: Float32Array = new Float32Array(0);

  constructor(shape: MlpShape, seed: number) {
    const { inputs, width, hiddenLayers, batch } = shape;
    this.#shape = shape;
    let count = width + 1;
    for (let l = 0; l < hiddenLayers; l++) count += ((l === 0 ? inputs : width) + 1) * width;
    this.parameters = new Float32Array(count);
    this.slopes = new Float32Array(count);
    const noise = new NormalNoise(seed, 1);
    let at = 0;
    const take = (size: number) => {
      const part = [at, (at += size)] as const;
      return [this.parameters.subarray(...part), this.slopes.subarray(...part)] as const;
    };
    for (let l = 0; l < hiddenLayers; l++) {
      const from = l === 0 ? inputs : width;
      const [weights, weightSlopes] = take(from * width);
      const [bias, biasSlopes] = take(width);
      const spread = Math.sqrt(2 / from);
      for (let i = 0; i < weights.length; i++) weights[i] = spread * noise.normal();
      this.#layers.push({
        inputs: from,
        weights,
        bias,
        weightSlopes,
        biasSlopes,
        turned: new Float32Array(from * width),
        out: new Float32Array(batch * width),
        slopes: new Float32Array(batch * width),
      });
    }
    [this.#outWeights, this.#outSlopes] = take(width + 1);
    this.#answers = new Float32Array(batch);
  }

  /**
   * The answers for points [rows, inputs], rows even and at most `batch`. The array returned is used
   * again by the next pass, and `points` is read again by `backward`.
   */
  forward(points: Float32Array, rows: number): Float32Array {
    const { width } = this.#shape;
    this.#asked = points;
    let from = points;
    for (const layer of this.#layers) {
      multiply(from, layer.weights, layer.bias, layer.out, rows, layer.inputs, width);
      activate(layer.out, rows * width);
      from = layer.out;
    }
    const w = this.#outWeights;
    for (let r = 0, at = 0; r < rows; r++) {
      let sum = w[width]!;
      for (let j = 0; j < width; j++, at++) sum += from[at]! * w[j]!;
      this.#answers[r] = sum;
    }
    return this.#answers;
  }

  /** Puts the slopes of a loss into `slopes`, given its slope by each answer of the last forward pass. */
  backward(answerSlopes: Float32Array, rows: number): void {
    const { width } = this.#shape;
    const last = this.#layers.at(-1)!;
    this.#outSlopes.fill(0);
    for (let r = 0, at = 0; r < rows; r++) {
      const slope = answerSlopes[r]!;
      this.#outSlopes[width] = this.#outSlopes[width]! + slope;
      for (let j = 0; j < width; j++, at++) {
        this.#outSlopes[j] = this.#outSlopes[j]! + slope * last.out[at]!;
        last.slopes[at] = slope * this.#outWeights[j]!;
      }
    }
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      const layer = this.#layers[l]!;
      const before = this.#layers[l - 1];
      throughActivation(layer.slopes, layer.out, rows * width);
      sumRows(layer.slopes, layer.biasSlopes, rows, width);
      const from = before ? before.out : this.#asked;
      multiplyTransposed(from, layer.slopes, layer.weightSlopes, rows, layer.inputs, width);
      if (!before) continue;
      transpose(layer.weights, layer.turned, layer.inputs, width);
      multiply(layer.slopes, layer.turned, null, before.slopes, rows, width, layer.inputs);
    }
  }
}

function activate(z: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = z[i]!;
    z[i] = 0.5 * (value + Math.sqrt(value * value + 1));
  }
}

function throughActivation(slopes: Float32Array, y: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const square = y[i]! * y[i]!;
    slopes[i] = (slopes[i]! * square) / (square + 0.25);
  }
}

function sumRows(x: Float32Array, out: Float32Array, rows: number, columns: number): void {
  out.fill(0);
  for (let r = 0, at = 0; r < rows; r++)
    for (let c = 0; c < columns; c++, at++) out[c] = out[c]! + x[at]!;
}
