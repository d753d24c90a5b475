import { describe, expect, test } from 'vitest';
import { dot, type Vector3 } from '../../volume/geometry.ts';
import { maskMeasures } from '../function/mask-measures.ts';
import {
  analyticHeart,
  beatShares,
  halfSpheroidMl,
  maskPlane,
  shortAxis,
  type AnalyticHeart,
} from '../testing/analytic-heart.ts';
import { heartSurfaces } from './heart-surfaces.ts';
import { meshVolumeMl, type Mesh } from './mesh.ts';
import { expectClosed } from './testing/closed-mesh.ts';

const even = Array.from({ length: 12 }, (_, k) => 4 + 8 * k);
const heart = analyticHeart();
const planes = shortAxis(heart, even, { phases: 5 });

function longAxis(of: AnalyticHeart) {
  const shared = { down: [0, 0, -1], dims: [150, 190], phases: 5, centre: [0, 0, 12] } as const;
  return [
    maskPlane(of, { ...shared, view: '4ch', right: [-1, 0, 0] }, '4ch'),
    maskPlane(of, { ...shared, view: '2ch', right: [0, -1, 0] }, '2ch'),
  ];
}

describe('surfaces of the analytic heart', () => {
  test('closed, outward, of the closed-form volume within 3 % at either phase', () => {
    for (const share of [beatShares.ed, beatShares.es]) {
      const { lvCavity, lvEpicardium } = heartSurfaces(planes, heart.frame, share);
      for (const [mesh, semiAxes] of [
        [lvCavity!, heart.cavity(share)],
        [lvEpicardium!, heart.epicardium],
      ] as const) {
        expectClosed(mesh);
        expect(Math.abs(meshVolumeMl(mesh) / halfSpheroidMl(semiAxes) - 1)).toBeLessThan(0.03);
      }
    }
  });

  test('agree with disc summation within 3 %, the right ventricle too', () => {
    const { measures } = maskMeasures({
      planes,
      frame: heart.frame,
      phases: 5,
      heartRate: null,
      papillary: 'in-volume',
    });
    const { lvCavity, rvCavity } = heartSurfaces(planes, heart.frame, beatShares.ed);
    expect(Math.abs(meshVolumeMl(lvCavity!) / measures.lvEdvMl!.value - 1)).toBeLessThan(0.03);
    expect(Math.abs(meshVolumeMl(rvCavity!) / measures.rvEdvMl!.value - 1)).toBeLessThan(0.03);
  });

  test('points lie on the spheroid within a millimetre', () => {
    const { lvCavity } = heartSurfaces(planes, heart.frame, beatShares.ed);
    const { originMm, e1, e2, e3 } = heart.frame;
    const { points } = lvCavity!;
    let worst = 0;
    for (let i = 0; i < 32 * 64 * 3; i += 3) {
      const away: Vector3 = [
        points[i]! - originMm[0],
        points[i + 1]! - originMm[1],
        points[i + 2]! - originMm[2],
      ];
      const z = dot(away, e3);
      if (z < 4 || z > 76) continue;
      const radius = Math.hypot(dot(away, e1), dot(away, e2));
      worst = Math.max(worst, Math.abs(radius - 26 * Math.sqrt(1 - (z / 82) ** 2)));
    }
    expect(worst).toBeLessThan(1);
  });

  test('the same triangles at every phase and however the scanner stored it', () => {
    const ed = heartSurfaces(planes, heart.frame, 0).lvCavity!;
    const es = heartSurfaces(planes, heart.frame, 0.4).lvCavity!;
    expect(es.triangles).toEqual(ed.triangles);
    expect(es.points.length).toBe(ed.points.length);
    const stored = shortAxis(heart, even, { phases: 5, right: [1, 0, 0] }).reverse();
    const mirrored = heartSurfaces(stored, heart.frame, 0).lvCavity!;
    expect(meshVolumeMl(mirrored)).toBeCloseTo(meshVolumeMl(ed), 0);
    let worst = 0;
    for (let i = 0; i < ed.points.length; i++)
      worst = Math.max(worst, Math.abs(ed.points[i]! - mirrored.points[i]!));
    expect(worst).toBeLessThan(1.5);
  });

  test('long-axis planes say where the apex and the mitral plane are', () => {
    const withAtrium = analyticHeart({ atrium: () => [24, 21, 30] });
    const wide = shortAxis(withAtrium, [10, 26, 42, 58], { phases: 5 });
    const alone = heartSurfaces(wide, heart.frame, 0).lvCavity!;
    const both = heartSurfaces([...wide, ...longAxis(withAtrium)], heart.frame, 0).lvCavity!;
    const tip = ({ points }: Mesh) => {
      const { originMm, e3 } = heart.frame;
      const at = points.length - 3;
      return dot(
        [points[at]! - originMm[0], points[at + 1]! - originMm[1], points[at + 2]! - originMm[2]],
        e3,
      );
    };
    expect(tip(both)).toBeCloseTo(82, -0.4);
    expect(tip(alone)).toBeCloseTo(70, -0.4);
    const off = (mesh: Mesh) => Math.abs(meshVolumeMl(mesh) / halfSpheroidMl(heart.cavity(0)) - 1);
    expect(off(both)).toBeLessThan(0.03);
    expect(off(both)).toBeLessThan(off(alone));
  });

  test('one slice is no surface', () => {
    expect(heartSurfaces(planes.slice(0, 1), heart.frame, 0)).toEqual({
      lvCavity: null,
      lvEpicardium: null,
      rvCavity: null,
    });
  });
});

test('volume of a tetrahedron', () => {
  const points = Float32Array.of(0, 0, 0, 10, 0, 0, 0, 10, 0, 0, 0, 10);
  const triangles = Uint32Array.of(0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3);
  expect(meshVolumeMl({ points, triangles })).toBeCloseTo(1 / 6);
});
