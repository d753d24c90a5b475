import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inThisThread } from '../../../studies/tomography/in-this-thread.ts';
import { gridPoint } from '../../../studies/tomography/simulation/object-volume.ts';
import { objectGrid } from '../../../studies/tomography/simulation/scan-plan.ts';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import type { CaseObject } from './case-object.ts';
import { checkLesions } from './lesion-check.ts';
import type { Method } from './methods.ts';
import { Ledger } from './rows.ts';
import { scanCase } from './scanned-case.ts';

const field = { counts: [56, 56, 48] as const, spacingMm: 3, isocentreMm: [0, 0, 0] as const };
const acquisition = {
  preset: 'full-fan' as const,
  denseViews: 90,
  photons: 1e6,
  sparseViews: [30],
  seed: 1,
};

/** A cylinder of water. */
function waterBody(): CaseObject {
  const frame = objectGrid(field);
  const [nx, ny, nz] = frame.counts;
  const hu = new Float32Array(nx * ny * nz).fill(-1000);
  for (let x = 0; x < nx; x++)
    for (let y = 0; y < ny; y++) {
      const [px, py] = gridPoint(frame, x, y, 0);
      if (Math.hypot(px, py) < 75) hu.fill(0, (x * ny + y) * nz, (x * ny + y + 1) * nz);
    }
  return { field, object: { frame, hu } };
}

/** Methods whose answers are known. */
const perfect: Method = {
  name: 'perfect',
  weights: '',
  run: (_, { dense }) => Promise.resolve(dense.hu),
};
const blind: Method = {
  name: 'blind',
  weights: '',
  run: (_, { dense }) => Promise.resolve(dense.hu.map((value) => (value > -500 ? 0 : value))),
};
const inventive: Method = {
  name: 'inventive',
  weights: '',
  run: (_, { dense }) =>
    Promise.resolve(
      dense.hu.map((value, n) => {
        const index = [n % 56, Math.floor(n / 56) % 56, Math.floor(n / 3136)];
        const away = Math.hypot(...index.map((i, axis) => 3 * (i - [28, 34, 24][axis]!)));
        return away < 9 ? value + 300 : value;
      }),
    ),
};

test('lesions that a method keeps, loses and makes up are told apart', async () => {
  const beam = inThisThread();
  const folder = temporaryFolder();
  const ledger = await Ledger.open(join(folder, 'ledger.jsonl'));
  const body = waterBody();
  const control = await scanCase(beam, body.field, body.object, acquisition);
  const check = () =>
    checkLesions(
      {
        id: 'water',
        views: 30,
        object: () => Promise.resolve(body),
        control,
        acquisition,
        methods: [perfect, blind, inventive],
        every: 4,
      },
      { beam, ledger, folder },
    );
  const { lesions, controls } = await check();
  const of = (method: string) => lesions.filter((row) => row.method === method);
  expect(of('perfect').length).toBeGreaterThan(2);
  for (const row of of('perfect')) expect(row.recovery).toBe(1);
  for (const row of of('perfect').filter(({ diameterMm }) => diameterMm >= 10)) {
    expect(row.recoveryOfObject).toBeGreaterThan(0.75);
    expect(row.recoveryOfObject).toBeLessThan(1.25);
  }
  for (const row of of('blind')) expect(row.recovery).toBe(0);
  const made = (method: string) => controls.find((row) => row.method === method);
  expect(made('perfect')).toMatchObject({ invented: 0, removed: 0 });
  expect(made('inventive')).toMatchObject({ invented: 1, removed: 0 });
  expect(made('inventive')!.worst[0]!.peakHu).toBeGreaterThan(250);
  // A second run reads the ledger.
  expect(await check()).toEqual({ lesions, controls });
});
