import { describe, expect, it, vi } from 'vitest';
import type { VtkHeartScene } from '../heart-scene/vtk-scene.ts';
import { aDense } from '../../testing/dense.ts';
import { cutPlane, openingCut } from './cut-plane.ts';
import { denseBodies } from './dense-bodies.ts';
import { openingDenseLooks } from './dense-looks.ts';
import { DenseStage, type DenseStageNow } from './dense-stage.ts';

function aScene() {
  const scene = {
    software: true,
    addSurface: vi.fn(),
    addQuad: vi.fn(),
    moveQuad: vi.fn(),
    move: vi.fn(),
    cut: vi.fn(),
    tint: vi.fn(),
    look: vi.fn(),
    remove: vi.fn(),
    repaint: vi.fn(),
  };
  return { scene, vtk: scene as unknown as VtkHeartScene };
}

const result = aDense();
const triangle = (x: number) => ({
  classId: 1,
  points: Float32Array.of(x, 0, 0, x + 1, 0, 0, x, 1, 0),
  triangles: Uint32Array.of(0, 1, 2),
});
const byPhase = [0, 1].map((x) => denseBodies([triangle(x)], result.grid, result.planes));
const now = (given: Partial<DenseStageNow> = {}): DenseStageNow => ({
  id: 'd1',
  phase: 0,
  phases: 2,
  bodies: (phase) => byPhase[phase] ?? null,
  wires: () => null,
  rings: () => null,
  voxels: () => null,
  looks: openingDenseLooks,
  tint: true,
  cut: null,
  face: 'wall',
  grid: result.grid,
  planes: result.planes,
  ...given,
});

describe('the dense scene', () => {
  it('builds each phase once and then only says which is seen', () => {
    const { scene, vtk } = aScene();
    const stage = new DenseStage();
    for (let beat = 0; beat < 5; beat++) {
      stage.sync(vtk, now({ phase: 0 }));
      stage.sync(vtk, now({ phase: 1 }));
    }
    expect(scene.addSurface).toHaveBeenCalledTimes(2);
    expect(scene.look.mock.calls.slice(-3)).toEqual([
      ['lvCavity/1/lvCavity', true, 1],
      ['lvCavity/0/lvCavity', false, 0],
      ['cut face', false, 0],
    ]);
  });

  it('paints the face of a cut anew only when phase or cut change', () => {
    const { scene, vtk } = aScene();
    const stage = new DenseStage();
    const voxels = () => ({
      picture: new Uint8Array(96 * 96 * 11),
      labels: new Uint8Array(96 * 96 * 11),
    });
    const cut = cutPlane({ ...openingCut, shown: true }, result.grid, [0, 0, 0]);
    stage.sync(vtk, now({ cut, voxels }));
    stage.sync(vtk, now({ cut, voxels }));
    expect(scene.repaint).toHaveBeenCalledTimes(1);
    expect(scene.cut).toHaveBeenLastCalledWith(cut);
    stage.sync(vtk, now({ cut, voxels, phase: 1 }));
    expect(scene.repaint).toHaveBeenCalledTimes(2);
    stage.sync(vtk, now({ cut, voxels, phase: 1, face: 'none' }));
    expect(scene.look).toHaveBeenLastCalledWith('cut face', false, 0);
  });

  it('throws away what belongs to another result', () => {
    const { scene, vtk } = aScene();
    const stage = new DenseStage();
    stage.sync(vtk, now());
    stage.sync(vtk, now({ id: 'd2' }));
    expect(scene.remove).toHaveBeenCalledWith('lvCavity/0/lvCavity');
    expect(scene.addSurface).toHaveBeenCalledTimes(2);
  });
});
