// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { LineStencil, over, type DrawOver } from './line-stencil.ts';

const grey = 0xff404040;
const clear = 0x00000000;
const red = 0xff0000ff;
const halfWhite = 0x80ffffff;

/** What a canvas of 3 x 1 pixels holds after the next drawing. */
let drawn = [clear, red, halfWhite];
afterEach(() => vi.restoreAllMocks());

it('lays a colour over another by its opacity', () => {
  expect(over(grey, red)).toBe(red);
  expect(over(0xff000000, halfWhite)).toBe(0xff808080);
  expect(over(0xffffffff, 0x80000000)).toBe(0xff7f7f7f);
  expect(over(0xff0000ff, 0x01ff0000)).toBe(0xff0100fe);
});

it('lays lines into each new picture, and draws them only when they are others', () => {
  const context = {
    setTransform: vi.fn(),
    getImageData: () => ({ data: new Uint8ClampedArray(Uint32Array.from(drawn).buffer) }),
  };
  const create = document.createElement.bind(document);
  vi.spyOn(document, 'createElement').mockImplementation((name: string) => {
    const element = create(name);
    if (name === 'canvas') Object.assign(element, { getContext: () => context });
    return element;
  });
  const stencil = new LineStencil();
  const size = { width: 6, height: 2 };
  const draw = vi.fn<DrawOver>();
  for (const ground of [grey, 0xff000000]) {
    const pixels = new Uint32Array(3).fill(ground);
    stencil.lay(pixels, 3, 1, size, draw);
    expect([...pixels]).toEqual([ground, red, over(ground, halfWhite)]);
  }
  expect(draw).toHaveBeenCalledTimes(1);
  // Drawn in CSS pixels, two of them a pixel of the coarse picture.
  expect(context.setTransform).toHaveBeenLastCalledWith(0.5, 0, 0, 0.5, 0, 0);

  drawn = [red, clear, clear];
  const pixels = new Uint32Array(3).fill(grey);
  stencil.lay(pixels, 3, 1, size, () => undefined);
  expect([...pixels]).toEqual([red, grey, grey]);
});
