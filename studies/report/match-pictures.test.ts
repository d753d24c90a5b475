import { expect, test, vi } from 'vitest';
import { upright } from '../volume/testing/grids.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import { matchPictures, windowLike } from './match-pictures.ts';
import { Sheet } from './sheet.ts';
import { matchReportInput } from './testing/match.ts';

/** Half air, half a body of that density. */
function body(hu: number, unit: VoxelGrid['unit'] = 'HU'): VoxelGrid {
  return {
    geometry: upright([20, 20, 20], [5, 5, 5], [0, 0, 0]),
    phases: 1,
    voxelType: 'int16',
    voxels: Int16Array.from({ length: 8000 }, (_, n) => (n % 20 < 10 ? -1000 : hu)),
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit,
  };
}

test('a scan whose numbers are off is shown as grey as the planning CT', () => {
  const same = windowLike(body(40), body(40));
  expect(windowLike(body(190), body(40))).toEqual({ ...same, centre: same.centre + 150 });
  expect(windowLike(body(-1000), body(40))).toEqual(same);
});

test('two rows of three, lines and cross on each; of a match without a matrix one row', () => {
  const input = matchReportInput();
  const drawn = (matrix: number[] | null) => {
    const sheet = new Sheet('Match', new Date(0));
    const stroke = vi.spyOn(sheet.doc, 'stroke');
    const text = vi.spyOn(sheet.doc, 'text');
    matchPictures(sheet, { ...input, record: { ...input.record, matrix } });
    const colours = stroke.mock.calls.map(([colour]) => colour);
    return {
      lines: colours.filter((colour) => colour === '#ff5050').length,
      crosses: colours.filter((colour) => colour === '#ffd54a').length,
      captions: text.mock.calls.map(([said]) => said).filter((said) => /, as /.test(said)),
    };
  };
  const both = drawn(input.record.matrix);
  expect(both).toMatchObject({ lines: 6, crosses: 6 });
  expect(both.captions[4]).toBe('Coronal, as matched (after)');
  expect(drawn(null)).toMatchObject({ lines: 3, crosses: 3 });
});
