interface BadgeFacts {
  name: string;
  version: string;
  steps: number;
  samples: number;
  seed: number;
  /** Projections of the input; null when the header does not tell. */
  views: number | null;
}

const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** Short names of the models by their id: a card's title is too long to stand on a picture. */
const names: Readonly<Record<string, string>> = { mindi3d: 'MInDI-3D-style' };

/** What stays on every picture of a model's output. */
export const badge = {
  name: (modelId: string, title: string) => names[modelId] ?? title,
  text: ({ name, version, steps, samples, seed, views }: BadgeFacts) =>
    [
      `${name} ${version}`,
      counted(steps, 'step', 'steps'),
      ...(samples > 1 ? [`mean of ${samples} samples`] : []),
      `seed ${seed}`,
      views === null
        ? 'restored from an unknown number of views'
        : `restored from ${counted(views, 'view', 'views')}`,
      'research use',
    ].join(' · '),
  /** Series description of an output, and of its voxel standard deviation. */
  description: (name: string, source: string) => `${name}: ${source}`,
  spreadDescription: (name: string, source: string) => `${name}, voxel SD: ${source}`,
};
