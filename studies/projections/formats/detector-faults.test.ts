import { describe, expect, it } from 'vitest';
import type { ProjectionFile } from './projection-scan.ts';
import { readProjections } from './read-projections.ts';
import { framesXml, hisBytes, hncBytes, ximBytes } from './testing/detector-files.ts';
import { fault, folder, picture, warnings } from './testing/faults.ts';
import { memoryFile } from './testing/memory-file.ts';

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

const hisOfType = (kind: number) => {
  const bytes = Buffer.from(hisBytes(40, 20, picture));
  bytes.writeUInt16LE(kind, 32);
  return bytes;
};
const pfmBytes = Buffer.concat([Buffer.from('Pf\n4 6\n-1\n'), Buffer.alloc(96)]);
const plastimatchText = (rows: readonly string[]) => `1.5 2.5\n${rows.join('\n')}\n1000\n1500\n`;
const upright = plastimatchText(['0 0.1 0 0', '0 0 -0.1 0', '-0.000666666667 0 0 0.666666667']);
const pfms = [1, 2, 3, 4].flatMap((n) => [
  memoryFile(`s/p${n}.pfm`, pfmBytes),
  memoryFile(`s/p${n}.txt`, upright),
]);

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
      'an unknown HIS number type',
      [...replaced(hiss, memoryFile('s/Proj_2.his', hisOfType(8))), frames(4)],
      'Proj_2.his stores its pixels as type 8, which Sparrow does not read as projections.',
    ],
    [
      'a PFM without its text',
      pfms.slice(0, 7),
      'p4.pfm holds projections, but nothing says from where they were taken.',
    ],
    [
      'a cut PFM',
      replaced(pfms, memoryFile('s/p2.pfm', pfmBytes.subarray(0, 60))),
      'p2.pfm ends in the middle of a projection: 50 of 96 bytes are there.',
    ],
    [
      'something else called PFM',
      replaced(pfms, memoryFile('s/p2.pfm', 'P5 3 4 255 ')),
      'p2.pfm is not a whole PFM file: it does not begin as one.',
    ],
    [
      'a text without a matrix',
      replaced(pfms, memoryFile('s/p2.txt', '1 2 3')),
      'p2.txt is not a geometry file that Sparrow knows: a middle, a matrix and two distances are expected.',
    ],
    [
      'a matrix of zeros',
      replaced(pfms, memoryFile('s/p2.txt', '1 1 0 0 0 0 0 0 0 0 0 0 0 0 1000 1500')),
      'p2.txt is not a geometry file that Sparrow knows: its matrix is singular.',
    ],
    [
      'a detector on its side',
      replaced(
        pfms,
        memoryFile(
          's/p2.txt',
          plastimatchText(['0 0 -0.1 0', '0 0.1 0 0', '-0.000666666667 0 0 0.666666667']),
        ),
      ),
      'p2.txt shows a detector that does not stand upright on a circle about the head-feet axis.',
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
      'Files without a picture were passed over: 1, the first Proj_0.xim.',
    );
  });

  it('counts several missing views', async () => {
    const numbered = [1, 2, 3, 5, 6, 7, 9, 10, 11, 12].map((number) =>
      memoryFile(`s/Proj_${number}.hnc`, hncBytes(40, 20, picture, { angle: 10 * number })),
    );
    expect(await warnings(numbered)).toContain(
      '2 views are missing; the first is 4, between Proj_3.hnc and Proj_5.hnc.',
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
