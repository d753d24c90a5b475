import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import { heartModelFolder } from '../../../test/fixtures/whole-heart/heart-model.ts';
import { openHeart } from '../networks.ts';
import { usualGeometry } from '../usual-geometry.ts';
import { evaluateCase } from './evaluate-case.ts';
import type { HeartCase } from './heart-case.ts';
import { KeptRows } from './kept-rows.ts';
import { packCase, packedCases } from './packed-cases.ts';
import { tableOf } from './table.ts';

/** Rings that beat, in the greys that the tiny segmentation tells apart, on three slices. */
function ringCase(): HeartCase {
  const present = [0, 0, 0, 1, 1, 1, 0, 0, 0];
  const images = new Uint8Array(9 * 24 * 96 * 96);
  const labels = new Uint8Array(images.length);
  for (const slot of [3, 4, 5]) {
    for (let n = slot * 221184; n < (slot + 1) * 221184; n++) {
      const t = Math.floor(n / 9216) % 24;
      const away = Math.hypot((n % 96) - 47.5, (Math.floor(n / 96) % 96) - 47.5);
      const radius = 12 - 4 * Math.sin((Math.PI * t) / 24) ** 2;
      labels[n] = away < radius ? 1 : away < radius + 4 ? 2 : 0;
      images[n] = [0, 255, 128][labels[n]!]!;
    }
  }
  const geometry = present.flatMap((on, slot) =>
    on ? [...usualGeometry(slot).slice(0, 11), 1] : new Array<number>(12).fill(0),
  );
  const truth = [87, 38, 49, 56, 90, 0, 100, 50, 50, 50, 60, 30, 60, 30, 12, 8, 9];
  const curves = Array.from({ length: 24 }, (_, t) => [
    12 - 4 * Math.sin((Math.PI * t) / 24) ** 2,
    1,
  ]);
  return {
    set: 'test',
    seed: 1000001,
    kind: 'normal',
    images,
    labels,
    present,
    geometry,
    truth,
    curves: curves.flat(),
  };
}

test('a case is packed and unpacked, evaluated in depth, and makes a table', async () => {
  const folder = temporaryFolder();
  await packCase(folder, ringCase());
  const [file] = await packedCases(folder);
  const heart = await file!.read();
  const { images, labels, ...rest } = ringCase();
  // Not toEqual: it looks at two million pixels one by one.
  expect(Buffer.compare(heart.images, images)).toBe(0);
  expect(Buffer.compare(heart.labels, labels)).toBe(0);
  expect(heart).toMatchObject(rest);

  const networks = await openHeart(await heartModelFolder(), { provider: 'cpu', threads: 1 });
  const row = await evaluateCase(networks, heart, 'everything', () => false);
  expect(row.dice.saxEd[0]).toBeGreaterThan(0.95);
  expect(row.dice.saxEd[2]).toBeNull();
  expect(row.missing.map(({ name }) => name)).toContain('3 of 6 short-axis');
  expect(row.flawed.map(({ flaw }) => flaw)).toEqual(['noise x4', 'motion blur', '8 mm shift']);
  expect(row.trueContours.areaLength).toBeNull();
  const edv = row.trueContours.discs!.edvMl;
  expect(Math.abs(row.head.lvEdvMl!.value - edv)).toBeLessThan(0.1 * edv);

  const table = tableOf(networks.card, [row], [], { rows: [] });
  await networks.release();
  expect(new Set(table.map(({ claim }) => claim))).toContain('missing planes');
  expect(table.find(({ claim }) => claim === 'domain shift')!.verdict).toBe('not measured');
}, 120_000);

test('kept rows are read from every process and computed once', async () => {
  const dir = join(temporaryFolder(), 'rows');
  await mkdir(dir);
  const first = await KeptRows.open(dir, 'one');
  expect(await first.once('a', () => Promise.resolve(1))).toBe(1);
  const second = await KeptRows.open(dir, 'two');
  expect(await second.once('a', () => Promise.reject(new Error('again')))).toBe(1);
  expect(second.get('b')).toBeUndefined();
});
