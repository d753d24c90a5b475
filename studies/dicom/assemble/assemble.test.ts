import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { voxelToPatient } from '../../volume/geometry.ts';
import { assemble } from './assemble.ts';
import type { AssembledVolume } from './assembled.ts';
import { coronal, instance, sagittal, shuffled, slicesAt } from './testing/headers.ts';

const codes = (volume: AssembledVolume) => volume.warnings.map((w) => w.code);
const order = (volume: AssembledVolume) => volume.frames[0]!.map((ref) => ref?.id ?? null);
const only = (volumes: AssembledVolume[]) => {
  expect(volumes).toHaveLength(1);
  return volumes[0]!;
};

describe('axial CT', () => {
  it('is ordered feet to head by position, whatever the numbers and file order say', () => {
    const files = slicesAt([40, 30, 20, 10]);
    for (const input of [files, shuffled(files)]) {
      const volume = only(assemble(input));
      expect(order(volume)).toEqual(['z10#3', 'z20#2', 'z30#1', 'z40#0']);
      expect(volume.geometry).toEqual({
        dims: [4, 3, 4],
        spacingMm: [1, 1, 10],
        originMm: [0, 0, 10],
        axes: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      });
      expect(volume.warnings).toEqual([]);
      expect([volume.kind, volume.unit, volume.phases]).toEqual(['ct', 'HU', 1]);
    }
  });

  it('takes spacing from positions, not from thickness', () => {
    const volume = only(assemble(slicesAt([0, 3, 6], { frame: { sliceThicknessMm: 5 } })));
    expect(volume.geometry.spacingMm[2]).toBeCloseTo(3, 9);
  });

  it('measures along the normal for any orientation (property)', () => {
    const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
    fc.assert(
      fc.property(angle, angle, fc.double({ min: 0.5, max: 10, noNaN: true }), (a, b, step) => {
        const row = [Math.cos(a), Math.sin(a), 0] as const;
        const column = [
          -Math.sin(a) * Math.cos(b),
          Math.cos(a) * Math.cos(b),
          Math.sin(b),
        ] as const;
        const normal = [
          Math.sin(a) * Math.sin(b),
          -Math.cos(a) * Math.sin(b),
          Math.cos(b),
        ] as const;
        const files = [0, 1, 2, 3, 4].map((n) =>
          instance({
            id: String(n),
            frame: {
              rowAxis: row,
              columnAxis: column,
              positionMm: normal.map((c) => 7 + c * n * step) as [number, number, number],
            },
          }),
        );
        const volume = only(assemble(shuffled(files)));
        expect(order(volume)).toEqual(['0', '1', '2', '3', '4']);
        expect(volume.geometry.spacingMm[2]).toBeCloseTo(step, 6);
        const last = voxelToPatient(volume.geometry, [0, 0, 4]);
        last.forEach((c, n) => expect(c).toBeCloseTo(7 + normal[n]! * 4 * step, 6));
      }),
    );
  });

  it('reads sagittal and coronal scans in their own planes', () => {
    for (const [plane, axis] of [
      [sagittal, 0],
      [coronal, 1],
    ] as const) {
      const files = [0, 2, 4].map((d) =>
        instance({
          id: String(d),
          frame: { ...plane, positionMm: axis === 0 ? [d, 0, 0] : [0, d, 0] },
        }),
      );
      const volume = only(assemble(files));
      expect(volume.geometry.spacingMm[2]).toBe(2);
      // Sagittal rows to the back and columns to the feet: the normal runs to the right.
      expect(order(volume)).toEqual(axis === 0 ? ['4', '2', '0'] : ['0', '2', '4']);
    }
  });

  it('does not need to know how the patient lay: feet first gives the same places', () => {
    const feetFirst = slicesAt([0, 5, 10], {
      frame: { rowAxis: [-1, 0, 0], columnAxis: [0, 1, 0] },
    });
    const volume = only(assemble(feetFirst));
    expect(volume.geometry.axes[2][2]).toBe(-1);
    expect(order(volume)).toEqual(['z10#2', 'z5#1', 'z0#0']);
  });

  it('tells a cone-beam CT by its maker and by its projections', () => {
    const kind = (header: object) => only(assemble(slicesAt([0, 1], { header }))).kind;
    expect(kind({ manufacturerModel: 'OBI Cone-beam CT' })).toBe('cbct');
    expect(kind({ views: 50 })).toBe('cbct');
    expect(kind({ seriesDescription: 'kV CBCT' })).toBe('cbct');
    expect(kind({ manufacturerModel: 'LightSpeed16', seriesDescription: 'CBCT' })).toBe('ct');
  });

  it('is not in HU when the rescale type says so', () => {
    const unit = (rescaleType: string) =>
      only(assemble(slicesAt([0, 1], { frame: { rescaleType } }))).unit;
    expect(unit('MGML')).toBe('none');
    expect(unit('')).toBe('HU');
  });
});

describe('flawed series', () => {
  it('leaves the place of a missing slice blank and says so', () => {
    const volume = only(assemble(slicesAt([0, 2, 4, 8, 10])));
    expect(order(volume)).toEqual(['z0#0', 'z2#1', 'z4#2', null, 'z8#3', 'z10#4']);
    expect(volume.geometry.spacingMm[2]).toBeCloseTo(2, 9);
    expect(volume.warnings).toMatchObject([
      { code: 'assemble/missing-slices', params: { count: 1, total: 6 } },
    ]);
  });

  it('resamples uneven spacing onto the finer step, with a warning', () => {
    const volume = only(assemble(slicesAt([0, 1, 2, 3, 4, 6.5, 9, 11.5])));
    expect(codes(volume)).toEqual(['assemble/uneven-spacing']);
    expect(volume.plan.kind).toBe('resample');
    expect(volume.geometry.dims[2]).toBe(13);
    expect(volume.geometry.spacingMm[2]).toBeCloseTo(11.5 / 12, 9);
  });

  it('takes rounded positions for even ones', () => {
    const rounded = [0, 0.6, 1.3, 1.9, 2.5, 3.1, 3.8, 4.4];
    const volume = only(assemble(slicesAt(rounded)));
    expect(volume.warnings).toEqual([]);
    expect(volume.geometry.spacingMm[2]).toBeCloseTo(4.4 / 7, 9);
  });

  it('corrects a tilted gantry by its angle, on a grid that cuts nothing', () => {
    const tilt = (20 * Math.PI) / 180;
    const files = [0, 1, 2, 3, 4].map((n) =>
      instance({
        id: String(n),
        frame: {
          rowAxis: [1, 0, 0],
          columnAxis: [0, Math.cos(tilt), Math.sin(tilt)],
          positionMm: [0, 0, n * 5],
        },
      }),
    );
    const volume = only(assemble(files));
    expect(volume.warnings).toMatchObject([
      { code: 'assemble/gantry-tilt', params: { angle: 20 } },
    ]);
    expect(volume.geometry.spacingMm[2]).toBeCloseTo(5 * Math.cos(tilt), 6);
    const drift = 4 * 5 * Math.sin(tilt);
    expect(volume.geometry.dims).toEqual([4, 3 + Math.ceil(drift), 5]);
  });

  it('splits mixed orientations of one series', () => {
    const volumes = assemble([
      ...slicesAt([0, 2, 4]),
      ...slicesAt([0], { frame: { ...coronal, positionMm: [0, 50, 0] } }),
    ]);
    expect(volumes.map((v) => v.geometry.dims[2]).sort()).toEqual([1, 3]);
    for (const volume of volumes) expect(codes(volume)).toContain('assemble/mixed-orientations');
  });

  it('sets localizers apart, without calling them CT', () => {
    const localizer = { header: { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] } };
    const volumes = assemble([
      ...slicesAt([0, 2, 4]),
      ...slicesAt([7], { ...localizer, frame: { ...sagittal } }),
      ...slicesAt([9], { ...localizer, frame: { ...coronal } }),
    ]);
    expect(volumes.map((v) => [v.kind, v.unit, v.geometry.dims[2]]).sort()).toEqual([
      ['ct', 'HU', 3],
      ['other', 'none', 1],
      ['other', 'none', 1],
    ]);
    expect(volumes.flatMap(codes)).toEqual([]);
  });

  it('uses the first of two images at one place and reports the other', () => {
    const files = [...slicesAt([0, 2, 4]), ...slicesAt([2])];
    const volume = only(assemble(files));
    expect(volume.geometry.dims[2]).toBe(3);
    expect(volume.warnings).toMatchObject([{ code: 'assemble/duplicates', params: { count: 1 } }]);
  });

  it('does not take images for copies because they share an instance UID', () => {
    const files = slicesAt([0, 2, 4], { header: { sopInstanceUid: 'illegal-hex-uid' } });
    expect(only(assemble(files)).geometry.dims[2]).toBe(3);
  });

  it('makes a volume of each pass when CT scanned every place twice', () => {
    const pass = (n: number) => slicesAt([0, 2, 4], { header: { acquisitionNumber: n } });
    const volumes = assemble([...pass(1), ...pass(2)]);
    expect(volumes.map((v) => v.geometry.dims[2])).toEqual([3, 3]);
  });

  it('passes over a structure set in the same series', () => {
    const structures = instance({ header: { modality: 'RTSTRUCT', image: null } });
    const volume = only(assemble([...slicesAt([0, 2, 4]), structures]));
    expect(volume.warnings).toEqual([]);
    expect(assemble([structures])).toEqual([]);
  });

  it('keeps one volume when each image names its own frame of reference', () => {
    const files = [0, 2, 4, 6].map((z) =>
      slicesAt([z], { header: { frameOfReferenceUid: `f${z}` } }),
    );
    const volume = only(assemble(files.flat()));
    expect(volume.geometry.dims[2]).toBe(4);
    expect(volume.frameOfReferenceUid).toBeNull();
    expect(codes(volume)).toEqual(['assemble/broken-frame-of-reference']);
  });

  it('splits two real frames of reference', () => {
    const block = (uid: string) =>
      slicesAt([0, 2, 4], { header: { frameOfReferenceUid: uid } }).map((input) => ({
        ...input,
        id: uid + input.id,
      }));
    expect(assemble([...block('a'), ...block('b')])).toHaveLength(2);
  });

  it('parts a series at a wide gap', () => {
    const volumes = assemble(slicesAt([0, 2, 4, 6, 200, 202, 204]));
    expect(volumes.map((v) => v.geometry.dims[2])).toEqual([4, 3]);
    for (const volume of volumes) expect(codes(volume)).toEqual(['assemble/large-gap']);
  });

  it('stacks by number only when positions are gone, and says so', () => {
    const frame = { positionMm: null, rowAxis: null, columnAxis: null, sliceThicknessMm: 3 };
    const files = [3, 1, 2].map((instanceNumber) =>
      instance({ id: `n${instanceNumber}`, header: { instanceNumber }, frame }),
    );
    const volume = only(assemble(files));
    expect(order(volume)).toEqual(['n1', 'n2', 'n3']);
    expect(volume.geometry.spacingMm[2]).toBe(3);
    expect(codes(volume)).toEqual(['assemble/no-positions']);
  });

  it('gives lengths in pixels when only the detector spacing is known', () => {
    const frame = { spacingBasis: 'imager', spacingMm: [0.2, 0.3] } as const;
    const volume = only(assemble([instance({ frame })]));
    expect(volume.calibrated).toBe(false);
    expect(volume.geometry.spacingMm[0]).toBe(1);
    expect(volume.geometry.spacingMm[1]).toBeCloseTo(1.5, 9);
  });
});

describe('pictures', () => {
  it('are colour, even where the header places them', () => {
    const image = { samplesPerPixel: 3, photometric: 'RGB', bitsAllocated: 8, bitsStored: 8 };
    const volume = only(assemble([instance({ image })]));
    expect([volume.kind, volume.unit, volume.geometry.originMm]).toEqual([
      'picture',
      'none',
      [0, 0, 0],
    ]);
  });

  it('play their frames by FrameTime', () => {
    const one = instance().header.image!.frames[0]!;
    const frames = [0, 1, 2].map((frame) => ({ ...one, frame, positionMm: null }));
    const volume = only(
      assemble([instance({ header: { modality: 'US' }, image: { frames, frameTimeMs: 33 } })]),
    );
    expect([volume.kind, volume.phases, volume.phaseTimesMs]).toEqual(['picture', 3, [0, 33, 66]]);
  });

  it('keep projections apart and pages together', () => {
    const frame = { positionMm: null };
    const of = (modality: string) =>
      assemble([1, 2].map((n) => instance({ header: { modality, instanceNumber: n }, frame })));
    expect(of('DX')).toHaveLength(2);
    expect(only(of('OT')).phases).toBe(2);
  });
});
