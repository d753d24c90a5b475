interface BadgeFacts {
  name: string;
  version: string;
  steps: number;
  samples: number;
  seed: number;
  /** Projections of the input; null when the header does not tell. */
  views: number | null;
  start: 'fdk' | 'projections';
  /** OS-SART iterations after the last step. */
  refine: number;
  /** How far the picture is from the measured line integrals, percent; null when not checked. */
  residualPercent: number | null;
  inputResidualPercent: number | null;
}

const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

const percent = (value: number) => `${value.toFixed(1)} %`;

/** Short names of the models by their id: a card's title is too long to stand on a picture. */
const names: Readonly<Record<string, string>> = {
  mindi3d: 'MInDI-3D-style',
  'whole-heart': 'Whole heart',
  dmcvr: 'DMCVR-style',
};

/** What stays on every picture of a model's output. */
export const badge = {
  name: (modelId: string, title: string) => names[modelId] ?? title,
  text: (facts: BadgeFacts) => {
    const { name, version, steps, samples, seed, views, residualPercent } = facts;
    const input = facts.inputResidualPercent;
    return [
      `${name} ${version}`,
      ...(facts.start === 'projections' ? ['data-consistent start (ours)'] : []),
      counted(steps, 'step', 'steps'),
      ...(samples > 1 ? [`mean of ${samples} samples`] : []),
      `seed ${seed}`,
      views === null
        ? 'restored from an unknown number of views'
        : `restored from ${counted(views, 'view', 'views')}`,
      ...(facts.refine > 0
        ? [`refined on the projections, ${counted(facts.refine, 'iteration', 'iterations')} (ours)`]
        : []),
      ...(residualPercent === null || input === null
        ? []
        : [`residual ${percent(residualPercent)}, input ${percent(input)}`]),
      'research use',
    ].join(' · ');
  },
  /** Of a heart's contours and numbers. */
  heart: (name: string, version: string, planesUsed: number) =>
    [`${name} ${version}`, counted(planesUsed, 'plane', 'planes'), 'research use'].join(' · '),
  /** Of a dense heart's pictures: made slices are no measurement. */
  dense: (name: string, version: string, way: string, made: number) =>
    [`${name} ${version}`, way, `${counted(made, 'plane', 'planes')} made`, 'research use'].join(
      ' · ',
    ),
  denseWay: (method: 'dmcvr' | 'dmcvr-middle' | 'between' | 'linear') =>
    ({
      dmcvr: 'diffusion',
      'dmcvr-middle': 'diffusion (ours)',
      between: 'direct (ours)',
      linear: 'linear',
    })[method],
  labelsDescription: (source: string) => `Labels: ${source}`,
  /** Series description of an output, and of its voxel standard deviation. */
  description: (name: string, source: string) => `${name}: ${source}`,
  spreadDescription: (name: string, source: string) => `${name}, voxel SD: ${source}`,
  /** Of the volumes that hold a result's evidence, and of the picture after one of its steps. */
  departureDescription: (name: string, source: string) => `${name}, departure map: ${source}`,
  residualDescription: (name: string, source: string) => `${name}, residual views: ${source}`,
  stepDescription: (name: string, source: string, step: number, steps: number) =>
    `${name}, after step ${step} of ${steps}: ${source}`,
};
