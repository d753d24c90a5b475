import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fullTurn, type CircularGeometry } from '../../tomography/circular-geometry.ts';
import type { ProjectionFile, ReadProjectionsOptions } from './projection-scan.ts';
import { readProjections } from './read-projections.ts';
import { framesXml, hisBytes, hncBytes, intensities, ximBytes } from './testing/detector-files.ts';
import { memoryFile } from './testing/memory-file.ts';
import { sphereScan } from './testing/sphere-scan.ts';
import { rtkGeometryXml } from './write-rtk-geometry.ts';
import { projectionStackBytes } from './write-stack.ts';

const geometry: CircularGeometry = {
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 40,
  detectorRows: 20,
  pixelMm: [8, 12],
  anglesDeg: fullTurn(60),
  isocentreMm: [0, 0, 0],
};
const scan = sphereScan(geometry);
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

async function fault(files: readonly ProjectionFile[], options?: ReadProjectionsOptions) {
  try {
    await readProjections(files, options);
    return 'read';
  } catch (error) {
    expect(error).toMatchObject({ name: 'SparrowError' });
    return (error as Error).message;
  }
}

async function warnings(files: readonly ProjectionFile[], options?: ReadProjectionsOptions) {
  return (await readProjections(files, options)).warnings.map((each) => each.message);
}

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
      '2 pixels were not numbers and were filled in from their neighbours (first in view 6).',
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

const picture = intensities(scan, 0, 20000);
const folder = (make: (n: number) => Uint8Array, ending: string) =>
  [0, 1, 2, 3].map((n) => memoryFile(`s/Proj_${n + 1}.${ending}`, make(n)));
const hncs = folder((n) => hncBytes(40, 20, picture, { angle: 90 * n }), 'hnc');
const ximFields = { KVSourceRtn: 0, PixelWidth: 0.8, PixelHeight: 1.2 };
const xims = folder((n) => ximBytes(40, 20, picture, { ...ximFields, KVSourceRtn: 90 * n }), 'xim');
const hiss = folder(() => hisBytes(40, 20, picture), 'his');
const frames = (count: number, first = 1) =>
  framesXml(
    Array.from({ length: count }, (_, n) => ({ seq: n + first, angle: 90 * n, centre: [0, 0] })),
  );
const replaced = (files: ProjectionFile[], file: ProjectionFile) => [
  file,
  ...files.filter((other) => other.name !== file.name),
];

describe('folders of detector files', () => {
  it.each<[string, ProjectionFile[], string]>([
    [
      'a smaller view among HNCs',
      replaced(
        hncs,
        memoryFile('s/Proj_3.hnc', hncBytes(20, 20, picture.slice(0, 400), { angle: 1 })),
      ),
      'Proj_3.hnc is 20 x 20 pixels; Proj_1.hnc is 40 x 20.',
    ],
    [
      'a cut HNC',
      replaced(
        hncs,
        memoryFile('s/Proj_2.hnc', hncBytes(40, 20, picture, { angle: 1 }).subarray(0, 1000)),
      ),
      'Proj_2.hnc ends in the middle of a projection: 488 of 1600 bytes are there.',
    ],
    [
      'an HNC of noise',
      replaced(hncs, memoryFile('s/Proj_2.hnc', new Uint8Array(3000).fill(255))),
      'Proj_2.hnc is not a whole HNC file: its size makes no sense.',
    ],
    [
      'an HNC angle that is no number',
      replaced(hncs, memoryFile('s/Proj_2.hnc', hncBytes(40, 20, picture, { angle: NaN }))),
      'Proj_2.hnc is not a whole HNC file: its pixel size or angle makes no sense.',
    ],
    [
      'an unknown XIM packing',
      replaced(xims, memoryFile('s/Proj_2.xim', ximBytes(40, 20, picture, ximFields, 7))),
      'Proj_2.xim is packed in a way Sparrow does not know (XIM compression 7).',
    ],
    [
      'a cut XIM',
      replaced(
        xims,
        memoryFile('s/Proj_2.xim', ximBytes(40, 20, picture, ximFields).subarray(0, 500)),
      ),
      expect.stringMatching(
        /^Proj_2.xim ends in the middle of a projection: 500 of \d+ bytes are there.$/,
      ) as string,
    ],
    [
      'a XIM without an angle',
      replaced(
        xims,
        memoryFile('s/Proj_2.xim', ximBytes(40, 20, picture, { PixelWidth: 1, PixelHeight: 1 })),
      ),
      'View 2 has no gantry angle in Proj_2.xim.',
    ],
    [
      'a XIM without a pixel size',
      replaced(xims, memoryFile('s/Proj_2.xim', ximBytes(40, 20, picture, { KVSourceRtn: 1 }))),
      'Proj_2.xim is not a whole XIM file: it has no pixel size.',
    ],
    [
      'something else called XIM',
      replaced(xims, memoryFile('s/Proj_2.xim', 'hello, this is no picture')),
      'Proj_2.xim is not a whole XIM file: it does not begin as one.',
    ],
    [
      'HND',
      folder(() => new Uint8Array(9), 'hnd'),
      'Proj_1.hnd is packed in a way Sparrow does not know (Varian HND).',
    ],
    [
      'two scanners at once',
      [...hncs, ...xims],
      'There are several kinds of projections in one place: .hnc, .xim.',
    ],
    [
      'HIS without a list',
      hiss,
      'Proj_1.his holds projections, but nothing says from where they were taken.',
    ],
    ['a list that lacks a HIS', [...hiss, frames(3)], '_Frames.xml has no angle for Proj_4.his.'],
    [
      'a list of another scan',
      [...hiss, frames(3, 100)],
      '_Frames.xml describes 3 views, but Proj_1.his holds 4.',
    ],
    [
      'something else called HIS',
      [...replaced(hiss, memoryFile('s/Proj_2.his', new Uint8Array(90))), frames(4)],
      'Proj_2.his is not a whole HIS file: it does not begin as one.',
    ],
    [
      'a list without angles',
      [
        ...hiss,
        memoryFile('_Frames.xml', '<Frames><Frame><GantryAngle></GantryAngle></Frame></Frames>'),
      ],
      'View 1 has no gantry angle in _Frames.xml.',
    ],
  ])('says what is wrong with %s', async (_, files, sentence) => {
    expect(await fault(files)).toEqual(sentence);
  });

  it('passes over the files that a scanner writes without a picture', async () => {
    const empty = memoryFile('s/Proj_0.xim', ximBytes(0, 0, [], {}, 0));
    expect(await warnings([empty, ...xims])).toContain(
      '1 files of the scan hold no picture and were passed over (first Proj_0.xim).',
    );
  });

  it('says that distances were assumed, or takes them from beside', async () => {
    expect(await warnings(xims)).toContain(
      'Nothing says how far source and detector are; 1000 mm and 1500 mm are assumed.',
    );
    const sidecar = memoryFile('s/Scan.xml', '<Scan><SAD>100</SAD><SID>154</SID></Scan>');
    const { geometry: found } = (await readProjections([...xims, sidecar])).projections;
    expect([found.sourceAxisMm, found.sourceDetectorMm]).toEqual([1000, 1540]);
    const info = memoryFile(
      's/ProjectionInfo.xml',
      '<a><CalibratedSAD>1000</CalibratedSAD><CalibratedSID>1510</CalibratedSID><CalibratedDetectorOffsetX>0.5</CalibratedDetectorOffsetX><CalibratedDetectorOffsetY>-1</CalibratedDetectorOffsetY><DetectorPosLat>-148</DetectorPosLat><FanType>HalfFan</FanType></a>',
    );
    const half = (await readProjections([...hncs, info])).projections.geometry;
    expect([half.sourceDetectorMm, half.detectorOffsetsMm![0]]).toEqual([1510, [-147.5, -1]]);
  });
});

describe('intensities', () => {
  const plain = (pixels: readonly number[]) =>
    folder((n) => hncBytes(40, 20, pixels, { angle: 90 * n, pixelMm: 8 }), 'hnc');

  it('takes I0 from the air, from the user or from the chamber', async () => {
    const truth = scan.lineIntegrals.subarray(0, 800);
    const middle = (values: Float32Array) => values[22 * 20 + 10]!;
    const air = await readProjections(plain(picture));
    expect(middle(air.projections.lineIntegrals)).toBeCloseTo(middle(truth), 3);
    expect(air.warnings.map((each) => each.message)).toContain(
      'The intensity without an object was taken from the brightest part of the views (20000).',
    );
    const told = await readProjections(plain(picture), { unattenuated: 40000 });
    expect(middle(told.projections.lineIntegrals)).toBeCloseTo(middle(truth) + Math.LN2, 3);
    // The tube fades view by view; only its chamber knows.
    const fading = [1, 0.8, 0.6, 0.5].map((share, n) =>
      memoryFile(
        `s/Proj_${n}.hnc`,
        hncBytes(
          40,
          20,
          picture.map((value) => Math.round(value * share)),
          {
            angle: 90 * n,
            chamber: 500 * share,
          },
        ),
      ),
    );
    const steady = await readProjections(fading);
    for (let n = 0; n < 4; n++) {
      const view = steady.projections.lineIntegrals.subarray(800 * n, 800 * (n + 1));
      expect(middle(view)).toBeCloseTo(middle(truth), 2);
    }
  });

  it('says when the chamber is not there and I0 makes no sense', async () => {
    expect(await fault(plain(picture), { unattenuated: 'chamber' })).toBe(
      'Proj_1.hnc carries no reading of the normalisation chamber.',
    );
    expect(await fault(plain(picture), { unattenuated: -1 })).toBe(
      'The intensity without an object cannot be -1.',
    );
    expect(await fault(plain(picture.map(() => 0)))).toBe(
      'The intensity without an object cannot be 0.',
    );
  });

  it('corrects by flat and dark pictures, and checks that they fit', async () => {
    const gain = picture.map((_, n) => 1 + 0.2 * Math.sin(n));
    const raw = picture.map((value, n) => Math.round(100 + gain[n]! * value));
    const field = (name: string, pixels: number[]) =>
      memoryFile(name, hncBytes(40, 20, pixels, { angle: 0 }));
    const flat = field(
      's/flat.hnc',
      gain.map((value) => Math.round(100 + 20000 * value)),
    );
    const dark = field(
      's/dark.hnc',
      gain.map(() => 100),
    );
    const back = await readProjections([...plain(raw), flat, dark], { flat, dark });
    for (let n = 0; n < 800; n++) {
      expect(back.projections.lineIntegrals[n]).toBeCloseTo(scan.lineIntegrals[n]!, 2);
    }
    const small = memoryFile('s/flat.hnc', hncBytes(20, 20, raw.slice(0, 400), { angle: 0 }));
    expect(await fault(plain(raw), { flat: small })).toBe(
      'flat.hnc is 20 x 20 pixels, the projections are 40 x 20.',
    );
  });

  it('repairs what stands out in every view, and counts rays without light', async () => {
    const turning = Array.from({ length: 12 }, (_, n) => {
      const pixels = intensities(scan, 5 * n, 20000);
      pixels[5 * 40 + 20] = 1;
      pixels[12 * 40 + 31] = 60000;
      return memoryFile(`s/Proj_${n}.hnc`, hncBytes(40, 20, pixels, { angle: 30 * n }));
    });
    const back = await readProjections(turning, { unattenuated: 20000 });
    expect(back.warnings.map((each) => each.message)).toContain(
      '2 detector pixels stand out in all views and were filled in from their neighbours.',
    );
    for (const place of [20 * 20 + 5, 31 * 20 + 12]) {
      const change = back.projections.lineIntegrals[place]! - scan.lineIntegrals[place]!;
      expect(Math.abs(change)).toBeLessThan(0.3);
    }
    const black = picture.map((value, n) => (n % 40 < 4 ? 0 : value));
    expect(await warnings(plain(black), { unattenuated: 20000 })).toContain(
      '10 % of the pixels received no light; their line integrals are cut off at 11.5.',
    );
  });
});
