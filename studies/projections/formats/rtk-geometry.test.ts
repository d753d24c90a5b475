import { describe, expect, it } from 'vitest';
import type { CircularGeometry } from '../../tomography/circular-geometry.ts';
import { readRtkGeometry } from './rtk-geometry.ts';
import { rtkMatrix } from './rtk-matrix.ts';
import { rtkGeometryXml } from './write-rtk-geometry.ts';

const xml = (inside: string, version = '3') =>
  `<?xml version="1.0"?>\n<!DOCTYPE RTKGEOMETRY>\n<RTKThreeDCircularGeometry version="${version}">${inside}</RTKThreeDCircularGeometry>`;
const distances =
  '<SourceToIsocenterDistance>1000</SourceToIsocenterDistance><SourceToDetectorDistance>1500</SourceToDetectorDistance>';
const read = (inside: string, version?: string) =>
  readRtkGeometry('geometry.xml', xml(inside, version));
const message = (inside: string, version?: string) => {
  try {
    read(inside, version);
  } catch (error) {
    return (error as Error).message;
  }
  return null;
};

describe('RTK geometry', () => {
  it('meets a point where a hand calculation puts it', () => {
    // Gantry at 90 degrees: RTK's source stands at x = 1000, its panel at x = -500 with columns
    // along -z and rows along y. The point (0, 50, 100) is magnified by 1500 / 1000, so it falls
    // 150 mm down the columns' axis and 75 mm up; the panel is shifted by (10, -4).
    const view = {
      angleDeg: 90,
      sourceAxisMm: 1000,
      sourceDetectorMm: 1500,
      detectorOffsetMm: [10, -4],
      sourceOffsetMm: [0, 0],
    } as const;
    const m = rtkMatrix(view);
    const along = [0, 1, 2].map((r) => m[4 * r + 1]! * 50 + m[4 * r + 2]! * 100 + m[4 * r + 3]!);
    expect(along[0]! / along[2]!).toBeCloseTo(-150 - 10, 9);
    expect(along[1]! / along[2]!).toBeCloseTo(75 + 4, 9);
    // The same point in LPS is (0, -100, 50), by x = x, y = -z, z = y; our column axis at 90
    // degrees is (0, 1, 0) and our row axis +z, which give -100 and 50 before magnification.
  });

  it('takes parameters for all views, for each view, and until they change', () => {
    const orbit = read(
      `${distances}<ProjectionOffsetX>-115</ProjectionOffsetX>
       <Projection><GantryAngle>0</GantryAngle></Projection>
       <Projection><GantryAngle>359</GantryAngle><ProjectionOffsetX>-114</ProjectionOffsetX><SourceOffsetY>2</SourceOffsetY></Projection>
       <Projection><GantryAngle>358</GantryAngle><OutOfPlaneAngle>360</OutOfPlaneAngle></Projection>`,
    );
    expect(orbit.views.map((view) => view.angleDeg)).toEqual([0, 359, 358]);
    expect(orbit.views.map((view) => view.detectorOffsetMm[0])).toEqual([-115, -114, -114]);
    expect(orbit.views.map((view) => view.sourceOffsetMm[1])).toEqual([0, 2, 2]);
    expect(orbit.views[0]).toMatchObject({ sourceAxisMm: 1000, sourceDetectorMm: 1500 });
    expect(orbit.isocentreMm).toBeNull();
  });

  it('comes back from its own writer bit for bit, matrices agreeing', () => {
    const geometry: CircularGeometry = {
      sourceAxisMm: 1000.123456789,
      sourceDetectorMm: 1536.1,
      detectorColumns: 5,
      detectorRows: 4,
      pixelMm: [0.1 + 0.2, 0.8],
      anglesDeg: [-0.1, 359.99999999999994, 1 / 3],
      isocentreMm: [1.1, -2.2, 3.3],
      detectorOffsetsMm: [
        [-115.1, 0.3],
        [-115.2, 0],
        [-115.3, -0.1],
      ],
      sourceOffsetsMm: [
        [0.5, 0],
        [0, -0.25],
        [1e-7, 0],
      ],
    };
    const { views, isocentreMm } = readRtkGeometry('g.xml', rtkGeometryXml(geometry));
    expect(isocentreMm).toEqual(geometry.isocentreMm);
    expect(views.map((view) => view.angleDeg)).toEqual(geometry.anglesDeg);
    expect(views.map((view) => view.detectorOffsetMm)).toEqual(geometry.detectorOffsetsMm);
    expect(views.map((view) => view.sourceOffsetMm)).toEqual(geometry.sourceOffsetsMm);
    expect(views[0]).toMatchObject({ sourceAxisMm: 1000.123456789, sourceDetectorMm: 1536.1 });
  });

  const one = (inside: string) => `${distances}<Projection>${inside}</Projection>`;
  const matrixAt = (angleDeg: number) =>
    rtkMatrix({
      angleDeg,
      sourceAxisMm: 1000,
      sourceDetectorMm: 1500,
      detectorOffsetMm: [0, 0],
      sourceOffsetMm: [0, 0],
    }).join(' ');

  it('honours a gantry that turns backwards', () => {
    const matrix = `<Matrix>${matrixAt(-30)}</Matrix>`;
    expect(read(one(`<GantryAngle>-30</GantryAngle>${matrix}`)).views[0]!.angleDeg).toBe(-30);
    expect(read(one(`<GantryAngle>330</GantryAngle>${matrix}`)).views[0]!.angleDeg).toBe(330);
  });

  it.each([
    [
      'a reversed rotation',
      one(`<GantryAngle>30</GantryAngle><Matrix>${matrixAt(-30)}</Matrix>`),
      'geometry.xml contradicts itself: its angles turn one way and its matrices the other (first at view 1).',
    ],
    [
      'another matrix',
      one(`<GantryAngle>30</GantryAngle><Matrix>${matrixAt(31)}</Matrix>`),
      'geometry.xml contradicts itself: the matrix of view 1 does not follow from its angles.',
    ],
    [
      'half a matrix',
      one('<GantryAngle>30</GantryAngle><Matrix>1 0 0</Matrix>'),
      'geometry.xml contradicts itself: the matrix of view 1 does not follow from its angles.',
    ],
    [
      'a view without an angle',
      `${one('<GantryAngle>30</GantryAngle>')}<Projection></Projection>`,
      'View 2 has no gantry angle in geometry.xml.',
    ],
    [
      'NaN for an angle',
      one('<GantryAngle>nan</GantryAngle>'),
      'geometry.xml gives GantryAngle of view 1 as “nan”, which is not a number.',
    ],
    [
      'an empty angle',
      one('<GantryAngle></GantryAngle>'),
      'geometry.xml gives GantryAngle of view 1 as “”, which is not a number.',
    ],
    [
      'a tilt',
      one('<GantryAngle>0</GantryAngle><InPlaneAngle>359.5</InPlaneAngle>'),
      'geometry.xml tilts the detector by -0.5 degrees at view 1 (InPlaneAngle).',
    ],
    [
      'a curved detector',
      `<RadiusCylindricalDetector>900</RadiusCylindricalDetector>${one('<GantryAngle>0</GantryAngle>')}`,
      'geometry.xml describes a curved detector; Sparrow reads flat ones.',
    ],
    [
      'no views',
      distances,
      'geometry.xml is not a geometry file that Sparrow knows: it describes no view.',
    ],
  ])('says what is wrong with %s', (_, inside, sentence) => {
    expect(message(inside)).toBe(sentence);
  });

  it('refuses other versions and other XML', () => {
    expect(message(one('<GantryAngle>0</GantryAngle>'), '1')).toBe(
      'geometry.xml is written in version 1 of RTK’s geometry format; 2 and 3 are read.',
    );
    const other = () => readRtkGeometry('a.xml', '<Scan><SAD>1000</SAD></Scan>');
    expect(other).toThrow('a.xml is not a geometry file that Sparrow knows: its root is Scan.');
    const none = () => readRtkGeometry('a.xml', 'hello');
    expect(none).toThrow('a.xml is not a geometry file that Sparrow knows: it is not XML.');
  });
});
