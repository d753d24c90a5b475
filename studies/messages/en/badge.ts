interface BadgeFacts {
  title: string;
  version: string;
  steps: number;
  samples: number;
  seed: number;
  /** Projections of the input; null when the header does not tell. */
  views: number | null;
}

const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** What stays on every picture of a model's output. */
export const badge = {
  text: ({ title, version, steps, samples, seed, views }: BadgeFacts) =>
    [
      `${title} ${version}`,
      counted(steps, 'step', 'steps'),
      ...(samples > 1 ? [`mean of ${samples} samples`] : []),
      `seed ${seed}`,
      views === null
        ? 'restored from an unknown number of views'
        : `restored from ${counted(views, 'view', 'views')}`,
      'research use',
    ].join(' · '),
  /** Series description of an output, and of its voxel standard deviation. */
  description: (title: string, source: string) => `${title}: ${source}`,
  spreadDescription: (title: string, source: string) => `${title}, voxel SD: ${source}`,
};
