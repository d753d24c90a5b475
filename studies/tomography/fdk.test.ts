import { describe, expect, it } from 'vitest';
import { fullTurn, WATER_MU_PER_MM, type CircularGeometry } from './circular-geometry.ts';
import { inThisThread } from './in-this-thread.ts';
import { fdk, type FdkOptions } from './fdk.ts';
import { insertPhantom } from './testing/phantoms.ts';
import { exactProjections, gridAbout } from './testing/solids.ts';

const beam = inThisThread();
const { solids, rods } = insertPhantom();
const frame = gridAbout([90, 90, 3], 2, [0.4, 0.3, 0.2]);
const panel: CircularGeometry = {
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 256,
  detectorRows: 6,
  pixelMm: [1.2, 3],
  anglesDeg: fullTurn(300, 3),
  isocentreMm: [0, 0, 0],
};
const arc = (startDeg: number, lengthDeg: number, views: number) =>
  Array.from({ length: views }, (_, n) => startDeg + (lengthDeg * n) / (views - 1));
const halfFan = (offsetMm: number): CircularGeometry => ({
  ...panel,
  detectorColumns: 176,
  detectorOffsetsMm: panel.anglesDeg.map(() => [offsetMm, 0] as const),
});

/** Largest departure of the mean CT number in the rods and the middle from the truth. */
async function worstHu(
  geometry: CircularGeometry,
  told: CircularGeometry = geometry,
  options: Partial<FdkOptions> = {},
): Promise<number> {
  const lineIntegrals = exactProjections(solids, geometry);
  const projections = { geometry: told, lineIntegrals };
  const { mu } = await fdk(beam, projections, frame, { hannCutOff: 1, ...options });
  const regions = [...rods, { hu: 0, centreMm: [0, 0, 0] as const }];
  const errors = regions.map(({ hu, centreMm }) => {
    let sum = 0;
    let count = 0;
    const [nx, ny, nz] = frame.counts;
    for (let x = 0, n = 0; x < nx; x++)
      for (let y = 0; y < ny; y++)
        for (let z = 0; z < nz; z++, n++) {
          const dx = frame.originMm[0] + 2 * x - centreMm[0];
          const dy = frame.originMm[1] + 2 * y - centreMm[1];
          if (Math.hypot(dx, dy) > 6) continue;
          sum += mu[n]!;
          count++;
        }
    return Math.abs(1000 * (sum / count / WATER_MU_PER_MM - 1) - hu);
  });
  return Math.max(...errors);
}

describe('FDK of the insert phantom, CT numbers within 10 HU', () => {
  const shuffled = fullTurn(360).map((_, n, all) => all[(n * 77) % 360]!);
  const scans: [string, CircularGeometry][] = [
    ['full turn', panel],
    ['reversed rotation', { ...panel, anglesDeg: panel.anglesDeg.toReversed() }],
    ['views in any order', { ...panel, anglesDeg: shuffled }],
    [
      'uneven steps',
      { ...panel, anglesDeg: fullTurn(500).filter((_, n) => n < 250 || n % 2 === 0) },
    ],
    ['short scan of 200 degrees', { ...panel, anglesDeg: arc(33, 200, 300) }],
    ['reversed short scan across 0', { ...panel, anglesDeg: arc(60, -210, 300) }],
    ['half fan towards +u', halfFan(52)],
    ['half fan towards -u', halfFan(-52)],
    [
      'flexing gantry',
      {
        ...panel,
        sourceOffsetsMm: panel.anglesDeg.map((a) => [3 * Math.sin(a / 57), 2] as const),
        detectorOffsetsMm: panel.anglesDeg.map((a) => [-2 * Math.cos(a / 57), 1] as const),
      },
    ],
  ];
  for (const [name, geometry] of scans) {
    it(name, async () => expect(await worstHu(geometry)).toBeLessThan(10));
  }
});

describe('FDK with the wrong geometry is far off', () => {
  it('half-fan offset of the wrong sign', async () => {
    expect(await worstHu(halfFan(52), halfFan(-52))).toBeGreaterThan(100);
  });

  it('short scan that turned the other way round', async () => {
    const anglesDeg = arc(33, 200, 300);
    const told = { ...panel, anglesDeg: anglesDeg.toReversed() };
    expect(await worstHu({ ...panel, anglesDeg }, told)).toBeGreaterThan(100);
  });

  it("without Parker's weights a short scan is", async () => {
    const geometry = { ...panel, anglesDeg: arc(33, 200, 300) };
    expect(await worstHu(geometry, geometry, { shortScan: false })).toBeGreaterThan(30);
  });
});

describe('FDK of a body that reaches beyond the panel', () => {
  it('gains from a tail', async () => {
    const narrow = { ...panel, detectorColumns: 170, anglesDeg: fullTurn(120) };
    const without = await worstHu(narrow, narrow, { truncation: 'none' });
    expect(await worstHu(narrow)).toBeLessThan(0.4 * without);
  });
});

describe('FDK as a job', () => {
  const geometry = { ...panel, anglesDeg: fullTurn(60) };
  const projections = { geometry, lineIntegrals: exactProjections(solids, geometry) };

  it('reports its views', async () => {
    const seen: number[] = [];
    await fdk(beam, projections, frame, { hannCutOff: 1, onView: (views) => seen.push(views) });
    expect(seen.at(-1)).toBe(60);
    expect(seen.length).toBeGreaterThan(1);
  });

  it('ends when it is told to', async () => {
    const control = new AbortController();
    const onView = () => control.abort(new Error('stop'));
    const { signal } = control;
    const run = fdk(beam, projections, frame, { hannCutOff: 1, onView, signal });
    await expect(run).rejects.toThrow('stop');
  });
});
