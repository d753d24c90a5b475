import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fullTurn } from '../../tomography/circular-geometry.ts';
import type { ProjectionFile } from './projection-scan.ts';
import { readProjections } from './read-projections.ts';
import { fault, soundGeometry as geometry, soundScan as scan, warnings } from './testing/faults.ts';
import { memoryFile } from './testing/memory-file.ts';
import { sphereScan } from './testing/sphere-scan.ts';
import { rtkGeometryXml } from './write-rtk-geometry.ts';
import { projectionStackBytes } from './write-stack.ts';

const stack = projectionStackBytes(scan);
const dataFrom = stack.length - 4 * scan.lineIntegrals.length;
const rtk = memoryFile('g.xml', rtkGeometryXml(geometry));
const withHeader = (from: string, to: string, data = stack.subarray(dataFrom)) =>
  memoryFile(
    'a.mha',
    Buffer.concat([
      Buffer.from(Buffer.from(stack.subarray(0, dataFrom)).toString('latin1').replace(from, to)),
      data,
    ]),
  );
const whole = memoryFile('a.mha', stack);

/** A stack with some numbers changed. */
function changed(change: (values: Float32Array) => void): ProjectionFile {
  const copy = Float32Array.from(scan.lineIntegrals);
  change(copy);
  return memoryFile('a.mha', projectionStackBytes({ geometry, lineIntegrals: copy }));
}

const fewer = (views: number) =>
  memoryFile('g.xml', rtkGeometryXml({ ...geometry, anglesDeg: fullTurn(60).slice(0, views) }));

describe('a stack and its geometry', () => {
  it('says nothing about a sound scan', async () => {
    expect(await warnings([whole, rtk])).toEqual([]);
  });

  it.each<[string, ProjectionFile[], string]>([
    ['too few angles', [whole, fewer(59)], 'g.xml describes 59 views, but a.mha holds 60.'],
    [
      'a missing view',
      [withHeader('40 20 60', '40 20 59'), rtk],
      'g.xml describes 60 views, but a.mha holds 59.',
    ],
    [
      'a cut projection',
      [memoryFile('a.mha', stack.subarray(0, stack.length - 100)), rtk],
      'a.mha ends in the middle of a projection: 191900 of 192000 bytes are there.',
    ],
    [
      'half a picture of NaN',
      [changed((values) => values.fill(NaN, 2 * 800, 2 * 800 + 400)), rtk],
      '50 % of view 3 in a.mha are not numbers.',
    ],
    [
      'an unknown packing',
      [
        withHeader('CompressedData = False', 'CompressedData = True\nCompressedDataType = LZ4'),
        rtk,
      ],
      'a.mha is packed in a way Sparrow does not know (LZ4).',
    ],
    [
      'a cut packing',
      [
        withHeader(
          'CompressedData = False',
          'CompressedData = True',
          deflateSync(stack.subarray(dataFrom)).subarray(0, 500),
        ),
        rtk,
      ],
      'a.mha is not a whole MetaImage file: unexpected end of file.',
    ],
    [
      'colour',
      [withHeader('ElementType', 'ElementNumberOfChannels = 3\nElementType'), rtk],
      'a.mha stores its pixels as several values each, which Sparrow does not read as projections.',
    ],
    [
      'one picture',
      [withHeader('DimSize = 40 20 60', 'DimSize = 40 20'), rtk],
      'a.mha is not a whole MetaImage file: a stack has columns, rows and views.',
    ],
    [
      'turned axes',
      [withHeader('1 0 0 0 1 0 0 0 1', '0 1 0 1 0 0 0 0 1'), rtk],
      'The axes of a.mha are turned; projections lie along columns, rows and views.',
    ],
    [
      'a lone header',
      [withHeader('LOCAL', 'views.raw'), rtk],
      'a.mha keeps its voxels in views.raw, which is not beside it.',
    ],
    [
      'no geometry',
      [whole],
      'a.mha holds projections, but nothing says from where they were taken.',
    ],
    [
      'another XML',
      [whole, memoryFile('b.xml', '<scan/>')],
      'b.xml is not a geometry file that Sparrow knows: it is not an RTK circular geometry.',
    ],
    [
      'two geometries',
      [whole, rtk, memoryFile('h.xml', rtkGeometryXml(geometry))],
      'g.xml and h.xml both describe a geometry.',
    ],
    [
      'two stacks',
      [whole, memoryFile('b.mha', stack), rtk],
      '2 volume files lie together; which of them are the projections is not clear.',
    ],
    ['nothing', [memoryFile('notes.pdf', 'x')], 'There are no projections among these files.'],
    [
      'a detector before the isocentre',
      [whole, memoryFile('g.xml', rtkGeometryXml({ ...geometry, sourceDetectorMm: 900 }))],
      'g.xml puts the source 1000 mm from the isocentre and 900 mm from the detector at view 1; that is no cone-beam scanner.',
    ],
    [
      'an orbit that is no circle',
      [
        whole,
        memoryFile(
          'g.xml',
          rtkGeometryXml(geometry)
            .replace(
              '<GantryAngle>6<',
              '<SourceToIsocenterDistance>1004</SourceToIsocenterDistance><GantryAngle>6<',
            )
            .replace(/<Matrix>[^]*?<\/Matrix>/g, ''),
        ),
      ],
      'The distances in g.xml vary by 4 mm from view to view; Sparrow reads circular orbits of one radius.',
    ],
  ])('says what is wrong with %s', async (_, files, sentence) => {
    expect(await fault(files)).toBe(sentence);
  });

  it('says when too few views are left', async () => {
    expect(await fault([whole, rtk], { everyNth: 30 })).toBe(
      'There are only 2 views in this scan; at least 3 are needed.',
    );
  });

  it('fills in single NaNs and counts them', async () => {
    const holed = changed((values) => {
      values[5 * 800 + 333] = NaN;
      values[9 * 800 + 400] = Infinity;
    });
    const back = await readProjections([holed, rtk]);
    expect(back.warnings.map((each) => each.message)).toEqual([
      'Pixels that were not numbers were filled in from their neighbours: 2, the first in view 6.',
    ]);
    expect(back.projections.lineIntegrals.every(Number.isFinite)).toBe(true);
  });

  it('averages distances that wobble by less than a millimetre, and says so', async () => {
    const wobbling = rtkGeometryXml(geometry)
      .replace(
        '<GantryAngle>6<',
        '<SourceToIsocenterDistance>1000.6</SourceToIsocenterDistance><GantryAngle>6<',
      )
      .replace(/<Matrix>[^]*?<\/Matrix>/g, '');
    expect(await warnings([whole, memoryFile('g.xml', wobbling)])).toEqual([
      'The distances vary by 0.6 mm from view to view; their mean is used.',
    ]);
  });

  it('notices a rotation that is reversed, by the data alone, and honours one that is right', async () => {
    const anglesDeg = geometry.anglesDeg.map((angle) => -angle);
    const wrong = memoryFile('g.xml', rtkGeometryXml({ ...geometry, anglesDeg }));
    expect(await warnings([whole, wrong])).toEqual([
      expect.stringMatching(
        /^Opposite rays agree better \([\d.]+ % apart\) with the gantry turning the other way than with the angles as given \([\d.]+ %\)\.$/,
      ),
    ]);
    const round = sphereScan(geometry, [{ centreMm: [0, 0, 0], radiusMm: 80 }]);
    expect(await warnings([memoryFile('a.mha', projectionStackBytes(round)), rtk])).toEqual([]);
    const backwards = memoryFile(
      'a.mha',
      projectionStackBytes(sphereScan({ ...geometry, anglesDeg })),
    );
    expect(await warnings([backwards, wrong])).toEqual([]);
  });

  it('says where the gantry jumped and where the object is cut off', async () => {
    const anglesDeg = fullTurn(60).filter((_, n) => n !== 20);
    const gap = { ...geometry, anglesDeg };
    const files = [
      memoryFile('a.mha', projectionStackBytes(sphereScan(gap))),
      memoryFile('g.xml', rtkGeometryXml(gap)),
    ];
    expect(await warnings(files)).toEqual([
      'Between views 20 and 21 the gantry turns 12 degrees, elsewhere 6.',
    ]);
    const wide = sphereScan(geometry, [{ centreMm: [0, 0, 0], radiusMm: 130 }]);
    expect(await warnings([memoryFile('a.mha', projectionStackBytes(wide)), rtk])).toEqual([
      'In 100 % of the views the object reaches beyond the edge of the detector.',
    ]);
  });
});
