/** Adam (Kingma and Ba 2015) on one array of parameters; b1 0.9, b2 0.99. */
export class Adam {
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  #steps = 0;

  constructor(count: number) {
    this.#mean = new Float32Array(count);
    this.#square = new Float32Array(count);
  }

  step(parameters: Float32Array, slopes: Float32Array, rate: number): void {
    this.#steps++;
    const unbiased = (rate * Math.sqrt(1 - 0.99 ** this.#steps)) / (1 - 0.9 ** this.#steps);
    for (let i = 0; i < parameters.length; i++) {
      const slope = slopes[i]!;
      const mean = 0.9 * this.#mean[i]! + 0.1 * slope;
      const square = 0.99 * this.#square[i]! + 0.01 * slope * slope;
      this.#mean[i] = mean;
      this.#square[i] = square;
      parameters[i] = parameters[i]! - (unbiased * mean) / (Math.sqrt(square) + 1e-8);
    }
  }
}
