import { describe, expect, it } from 'vitest';
import { readProjections } from './read-projections.ts';
import { hncBytes, intensities } from './testing/detector-files.ts';
import { fault, folder, picture, soundScan as scan, warnings } from './testing/faults.ts';
import { memoryFile } from './testing/memory-file.ts';

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
      'Detector pixels that stand out in all views were filled in from their neighbours: 2.',
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

  it('leaves the pixels alone where too many stand out', async () => {
    const spotted = picture.map((value, n) => (n % 23 === 0 ? 100 : value));
    const said = await warnings(plain(spotted), { unattenuated: 20000 });
    expect(said.join(' ')).toMatch(
      /Too many detector pixels stand out in all views to be defects \(\d+\); none was changed\./,
    );
  });
});
