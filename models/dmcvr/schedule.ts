/** Noise levels of training: linear beta, 1000 steps (Ho 2020). */
export const trainingSteps = 1000;
const [firstBeta, lastBeta] = [1e-4, 0.02];

/** Share of the signal's power that is left after each training step, float64. */
export const alphaBar: Float64Array = (() => {
  const bar = new Float64Array(trainingSteps);
  let product = 1;
  for (let t = 0; t < trainingSteps; t++) {
    product *= 1 - (firstBeta + ((lastBeta - firstBeta) * t) / (trainingSteps - 1));
    bar[t] = product;
  }
  return bar;
})();

/** Training steps t_0 .. t_K that a loop of K steps stands on: CONTRACT.md, "The loop". */
export function stepsOf(count: number): number[] {
  return Array.from({ length: count + 1 }, (_, k) =>
    Math.floor((k * (trainingSteps - 1)) / count + 0.5),
  );
}

/** alphaBar at a step; null is the clean picture. */
export const levelAt = (t: number | null): number => (t === null ? 1 : alphaBar[t]!);
