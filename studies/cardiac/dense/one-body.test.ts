import { expect, test } from 'vitest';
import { keepOneBody } from './one-body.ts';

const dims = [8, 4, 2] as const;
const row = (text: string) => [...text].map(Number);
const volume = (...rows: string[]) => Uint8Array.from(rows.flatMap(row));

test('crumbs apart from the largest body of a chamber go', () => {
  const labels = volume(
    '22200030',
    '21200330',
    '22200030',
    '00000000',
    //
    '22200000',
    '21200003',
    '22202000',
    '00000000',
  );
  keepOneBody(labels, dims);
  expect(labels).toEqual(
    volume(
      '22200030',
      '21200330',
      '22200030',
      '00000000',
      //
      '22200000',
      '21200000',
      '22200000',
      '00000000',
    ),
  );
});

test('a crumb of cavity within the muscle is muscle, and nothing else changes', () => {
  const labels = volume(
    '22222222',
    '21122212',
    '22222222',
    '33333333',
    //
    '22222222',
    '21122222',
    '22222222',
    '33333333',
  );
  const want = labels.slice();
  want[14] = 2;
  keepOneBody(labels, dims);
  expect(labels).toEqual(want);
});

test('an empty volume stays empty', () => {
  const labels = new Uint8Array(64);
  keepOneBody(labels, dims);
  expect(labels.every((label) => label === 0)).toBe(true);
});
