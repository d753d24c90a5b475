import type { ResultRecord } from '../../../studies/library/records.ts';
import { acquisitions, centredGrid, make, makeByIndex, phantomHu, type Made } from './phantom.ts';

const upright = acquisitions['axial']!;

/** The phantom as one of the acquisitions: 2 x 2 x 3 mm along its own axes. */
export function acquired(name: string): Made {
  const grid = centredGrid(acquisitions[name]!, [64, 60, 44], [2, 2, 3]);
  return make(`acquired-${name}`, grid, phantomHu);
}

/** Left half one HU below the right half, opened with a window of 10. */
export function oneHuStep(): Made {
  const grid = centredGrid(upright, [64, 64, 8], [1, 1, 1]);
  return make('one-hu', grid, ([x]) => (x < 0 ? 1040 : 1041), {
    windowCentre: 1040,
    windowWidth: 10,
  });
}

/** A large slice for timing. */
export function large(): Made {
  const grid = centredGrid(upright, [512, 512, 40], [0.7, 0.7, 2]);
  return makeByIndex('large', grid, (i, j, k) => ((i * 7 + j * 13 + k * 31) % 600) - 200, {
    windowCentre: 40,
    windowWidth: 400,
  });
}

/** Input, and an output 100 HU above it on the patient's left and 100 HU below on the right. */
export function pair(): { input: Made; output: Made; result: ResultRecord } {
  const grid = centredGrid(upright, [96, 96, 24], [2, 2, 4]);
  const input = make('pair-input', grid, phantomHu, { kind: 'cbct', windowWidth: 2001 });
  const output = make(
    'pair-output',
    grid,
    (point) => phantomHu(point) + (point[0] > 30 ? 100 : point[0] < -30 ? -100 : 0),
    { kind: 'cbct', windowWidth: 2001, resultId: 'r1' },
  );
  return {
    input,
    output,
    result: {
      id: 'r1',
      model: 'mindi3d',
      modelVersion: '0.1.0',
      weightsSha256: 'a'.repeat(64),
      source: 'pair-input',
      inputSha256: 'b'.repeat(64),
      volume: 'pair-output',
      outputSha256: 'c'.repeat(64),
      steps: 2,
      samples: 1,
      seed: 1,
      provider: 'cpu',
      seconds: 12,
      badge: 'MInDI-3D 0.1.0 · 2 steps · seed 1 · restored from 50 views · research use',
      warnings: [],
      created: '2026-01-01T00:00:00Z',
      start: 'fdk',
      refine: 0,
      evidence: null,
      steppedVolumes: [],
    },
  };
}

/** A beating ring: eight short-axis slices and two long planes, 25 phases, R-R 800 ms. */
export function cines(side = 96): Made[] {
  const phases = 25;
  const timing = {
    kind: 'cine' as const,
    unit: 'signal' as const,
    rescaleIntercept: 0,
    phases,
    phaseTimesMs: Array.from({ length: phases }, (_, n) => n * 32),
    rrIntervalMs: 800,
    windowCentre: null,
    windowWidth: null,
  };
  const ring = (i: number, j: number, phase: number, size: number) => {
    const radius = Math.hypot(i - side / 2, j - side / 2);
    const inner = (size * side * (1 + 0.4 * Math.cos((phase / phases) * 2 * Math.PI))) / 4;
    if (radius < inner) return 900;
    return radius < inner + side / 10 ? 350 : 150 + ((i * 13 + j * 7) % 40);
  };
  const spacing = 300 / side;
  const stack = centredGrid(upright, [side, side, 8], [spacing, spacing, 8]);
  const plane = centredGrid(acquisitions['coronal']!, [side, side, 1], [spacing, spacing, 8]);
  return [
    makeByIndex('sax', stack, (i, j, k, p) => ring(i, j, p, 0.4 + k * 0.06), {
      ...timing,
      description: 'SAX cine',
    }),
    makeByIndex('lax2', plane, (i, j, _, p) => ring(i, j, p, 0.9), {
      ...timing,
      description: '2-chamber',
    }),
    makeByIndex('lax4', plane, (i, j, _, p) => ring(i, j, p, 0.7), {
      ...timing,
      description: '4-chamber',
    }),
  ];
}
