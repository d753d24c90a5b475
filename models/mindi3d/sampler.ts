/**
 * Fills `out` with the network's prediction of the clean volume from the state `x` at time `t`
 * (1 = as reconstructed from sparse views, 0 = clean).
 */
export type Predict = (x: Float32Array, t: number, out: Float32Array) => Promise<void>;

export interface SamplerRun {
  /** State at the start, scaled units; changed in place into the result. */
  readonly x: Float32Array;
  /** Room for one prediction, as long as `x`. */
  readonly scratch: Float32Array;
  readonly steps: number;
  /** Steps that an earlier, interrupted run has finished. */
  readonly stepsDone: number;
  readonly predict: Predict;
  /** Called after each finished step but the last. */
  readonly onStep: (stepsDone: number) => Promise<void>;
}

/**
 * The K-step loop of InDI (arXiv 2303.11435, equal steps, constant noise level) as MInDI-3D carries it
 * to volumes: for k = K..1, with t = k / K, x <- F(x, t) / k + (1 - 1/k) x.
 *
 * With constant noise nothing is drawn after the start. The last step returns F itself, so one step is
 * exactly one pass of the network.
 */
export async function sample(run: SamplerRun): Promise<void> {
  const { x, scratch, steps, predict } = run;
  for (let k = steps - run.stepsDone; k >= 1; k--) {
    await predict(x, k / steps, scratch);
    if (k === 1) {
      x.set(scratch);
      return;
    }
    const keep = 1 - 1 / k;
    for (let i = 0; i < x.length; i++) x[i] = scratch[i]! / k + keep * x[i]!;
    await run.onStep(steps - k + 1);
  }
}
