// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { aHeart } from '../../testing/heart-records.ts';
import type { Slice } from '../slice.ts';
import { planeQuads, stackIds } from './quads.ts';
import { openingLooks, Stage, type StageNow } from './stage.ts';
import type { VtkHeartScene } from './vtk-scene.ts';

/** Stands where vtk.js would, and keeps what was asked of it. */
function fakeScene() {
  const parts = new Map<string, { shown: boolean; opacity: number }>();
  const done: string[] = [];
  const scene = {
    software: true,
    has: (id: string) => parts.has(id),
    addQuad: (id: string) => void parts.set(id, { shown: false, opacity: 1 }),
    addSurface: (id: string) => {
      done.push(`add ${id}`);
      parts.set(id, { shown: false, opacity: 1 });
    },
    repaint: (id: string) => void done.push(`paint ${id}`),
    move: (id: string) => void done.push(`move ${id}`),
    look: (id: string, shown: boolean, opacity: number) => {
      if (parts.has(id)) parts.set(id, { shown, opacity });
    },
    remove: (id: string) => void parts.delete(id),
  };
  const take = () => done.splice(0);
  return { scene: scene as unknown as VtkHeartScene, parts, take };
}

const slice: Slice = {
  columns: 48,
  rows: 48,
  values: new Float32Array(48 * 48).fill(50),
  slope: 1,
  intercept: 0,
  colours: null,
};
const { planes, frame } = aHeart();
const quads = planeQuads(planes, frame);
const points = [0, 1, 2, 3].map((n) => Float32Array.of(n, 0, 0, 0, 1, 0, 0, 0, 1));
const heart = { lvCavity: { triangles: Uint32Array.of(0, 1, 2), points, normals: points } };
const now = (given: Partial<StageNow> = {}): StageNow => ({
  phase: 0,
  share: 0,
  news: 1,
  quads,
  labelOf: () => '',
  stack: stackIds(quads, 'middle'),
  sliceOf: () => ({ slice, window: { centre: 50, width: 100 } }),
  heart,
  looks: openingLooks,
  synthetic: [],
  ...given,
});

it('does again only what has changed', () => {
  const { scene, parts, take } = fakeScene();
  const stage = new Stage();
  stage.sync(scene, now());
  expect(take().sort()).toEqual([
    'add lvCavity',
    'move lvCavity',
    'paint 2ch/0',
    'paint 4ch/0',
    'paint sax/2',
  ]);
  expect([...parts.values()].every(({ shown }) => shown)).toBe(true);
  stage.sync(scene, now());
  expect(take()).toEqual([]);
  stage.sync(scene, now({ phase: 1 }));
  expect(take()).toEqual(['paint 2ch/0', 'paint 4ch/0', 'paint sax/2', 'move lvCavity']);
});

it('hides what is switched off without painting it, and keeps planes that have no picture hidden', () => {
  const { scene, parts, take } = fakeScene();
  const stage = new Stage();
  stage.sync(scene, now({ sliceOf: () => null }));
  expect(parts.has('4ch/0')).toBe(false);
  const looks = { ...openingLooks, long: { shown: false, opacity: 1 } };
  stage.sync(scene, now({ looks }));
  expect(take().filter((step) => step.includes('ch/'))).toEqual([]);
  stage.sync(scene, now({ heart: null }));
  expect(parts.has('lvCavity')).toBe(false);
  stage.sync(scene, now());
  expect(parts.get('lvCavity')?.shown).toBe(true);
});

it('brings everything into a new scene after the context was lost', () => {
  const first = fakeScene();
  const second = fakeScene();
  const stage = new Stage();
  stage.sync(first.scene, now());
  const before = first.take();
  stage.sync(second.scene, now());
  expect(second.take()).toEqual(before);
});

it('lets a synthetic plane stand only while it is asked for', () => {
  const { scene, parts } = fakeScene();
  const stage = new Stage();
  const painted: number[] = [];
  const synthetic = [
    {
      id: 'synthetic 1',
      corners: quads[0]!.corners,
      paint: (_pixels: Uint8Array, _side: number, share: number) => painted.push(share),
    },
  ];
  stage.sync(scene, now({ synthetic }));
  stage.sync(scene, now({ synthetic, phase: 1, share: 0.25 }));
  expect(painted).toEqual([0, 0.25]);
  expect(parts.has('synthetic 1')).toBe(true);
  stage.sync(scene, now());
  expect(parts.has('synthetic 1')).toBe(false);
});
