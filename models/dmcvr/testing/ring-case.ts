import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PIXELS } from '../graph-shapes.ts';

const [slices, gapMm, stepMm] = [5, 8, 2];
const greys = [0, 255, 128, 64];

/**
 * Writes a case as make_slabs.py does: a straight cavity that narrows towards the apex, muscle of
 * 10 mm round it, four fifths of the size at ES. Slices show it in the greys that the tiny graphs
 * tell apart.
 */
export async function writeRingCase(dir: string, set: string, seed: number): Promise<void> {
  const folder = join(dir, set, String(seed));
  await mkdir(folder, { recursive: true });
  const z = Array.from({ length: slices }, (_, n) => n * gapMm);
  const middles = z.slice(1).map((at) => at - gapMm / 2);
  const fine = Array.from({ length: ((slices - 1) * gapMm) / stepMm + 1 }, (_, n) => n * stepMm);
  const both = (depths: readonly number[]) =>
    [1, 0.8].flatMap((scale) => depths.map((mm) => ring(scale * (14 - 0.2 * mm))));
  const write = (name: string, maps: readonly Uint8Array[]) =>
    writeFile(join(folder, `${name}.u8`), Buffer.concat(maps));
  const painted = (maps: readonly Uint8Array[]) =>
    maps.map((map) => map.map((label) => greys[label]!));
  await write('slices', painted(both(z)));
  await write('slice-labels', both(z));
  await write('middles', painted(both(middles)));
  await write('middle-labels', both(middles));
  await write('fine-labels', both(fine));
  const volumeMl = (scale: number) =>
    fine.reduce((ml, mm) => ml + pixelsOf(ring(scale * (14 - 0.2 * mm))), 0) * 4 * stepMm * 1e-3;
  const [lvEdvMl, lvEsvMl] = [volumeMl(1), volumeMl(0.8)];
  const meta = {
    seed,
    set,
    kind: 'normal',
    gapMm,
    shiftMm: 0,
    phases: ['ED', 'ES'],
    slices,
    z,
    middles: middles.length,
    middleBelow: middles.map((_, n) => n),
    middleShare: middles.map(() => 0.5),
    fine: { count: fine.length, z0: 0, stepMm },
    truth: { lvEdvMl, lvEsvMl, lvEfPct: 100 * (1 - lvEsvMl / lvEdvMl) },
  };
  await writeFile(join(folder, 'meta.json'), JSON.stringify(meta));
}

/** A cavity of so many pixels' radius, muscle of 5 pixels round it, a right ventricle beside it. */
function ring(radius: number): Uint8Array {
  return Uint8Array.from({ length: PIXELS }, (_, n) => {
    const [x, y] = [(n % 96) - 52, Math.floor(n / 96) - 48];
    const away = Math.hypot(x, y);
    if (away < radius) return 1;
    if (away < radius + 5) return 2;
    return Math.hypot(x + 28, y) < 0.7 * radius ? 3 : 0;
  });
}

const pixelsOf = (labels: Uint8Array) =>
  labels.reduce((sum, label) => sum + Number(label === 1), 0);
