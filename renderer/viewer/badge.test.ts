import { expect, it } from 'vitest';
import { badgeLines } from './badge.ts';

const text = 'MInDI-3D 2.0.0 · 4 steps · seed 1 · restored from 50 views · research use';
const widthAt12 = (part: string) => part.length * 6;

it('stays in one line of full size where there is room', () => {
  expect(badgeLines(text, widthAt12, 600)).toEqual({ lines: [text], sizePx: 12 });
});

it('takes two lines before its letters get too small, and loses nothing', () => {
  const { lines, sizePx } = badgeLines(text, widthAt12, 250);
  expect(lines).toHaveLength(2);
  expect(lines.join(' · ')).toBe(text);
  expect(sizePx).toBeGreaterThan(9);
  for (const line of lines) expect((widthAt12(line) * sizePx) / 12).toBeLessThanOrEqual(250.001);
});

it('shrinks what cannot be broken', () => {
  const { lines, sizePx } = badgeLines('x'.repeat(100), widthAt12, 300);
  expect(lines).toHaveLength(1);
  expect(sizePx).toBe(6);
});
