import { expect, test } from 'vitest';
import { openLibrary } from '../../../../studies/library/open.ts';
import { temporaryFolder } from '../../../../studies/library/testing/entries.ts';
import { structureMask } from '../../../../studies/positioning/structures/mask.ts';
import { encloses } from '../../../../studies/positioning/structures/encloses.ts';
import { patientToVoxel } from '../../../../studies/volume/geometry.ts';
import type { VoxelGrid } from '../../../../studies/volume/volume.ts';
import { sharedData } from '../../../../test/shared-data.ts';
import { importPaths } from '../imports/run-import.ts';
import { createVolumes } from '../volumes.ts';
import { createPlanning } from './planning.ts';

// Needs the folder of real scanner files and skips only where it is absent.
const breast = sharedData('rt', 'breast-ct-struct-plan', 'boost-breast-CT98-RTSTRUCT-RTPLAN.zip');

/** Mean and middle HU of the voxels that a structure encloses. */
function hounsfield(grid: VoxelGrid, structure: Parameters<typeof structureMask>[0]) {
  const mask = structureMask(structure, grid.geometry)!;
  const [columns, rows] = grid.geometry.dims;
  const values: number[] = [];
  const { from, dims } = mask.box;
  for (let n = 0; n < mask.voxels.length; n++) {
    if (mask.voxels[n] === 0) continue;
    const i = from[0] + (n % dims[0]);
    const j = from[1] + (Math.floor(n / dims[0]) % dims[1]);
    const k = from[2] + Math.floor(n / (dims[0] * dims[1]));
    values.push(grid.voxels[i + columns * (j + rows * k)]!);
  }
  const middle = values.sort((a, b) => a - b)[values.length >> 1]!;
  return middle * grid.rescaleSlope + grid.rescaleIntercept;
}

test.skipIf(breast === null)(
  'the breast plan opens with its structures on the organs of its CT',
  { timeout: 300_000 },
  async () => {
    const folder = temporaryFolder();
    const library = openLibrary(folder.dir);
    try {
      const report = await importPaths(library, [breast!]);
      expect(report.studies).toHaveLength(1);
      const [study] = report.studies;
      const [ct] = library.volumes.list({ studyUid: study!.uid });
      expect(ct).toMatchObject({ kind: 'ct', dims: [512, 512, 98] });

      const planning = createPlanning(library);
      const { plans, structureSets, unreadable } = await planning.of(study!.uid);
      expect(unreadable).toEqual([]);
      expect(structureSets).toMatchObject([
        { volumeId: ct!.id, linkedBy: 'images', volumesInFrame: [ct!.id], warnings: [] },
      ]);
      expect(structureSets[0]!.record.structures).toHaveLength(10);
      expect(plans).toMatchObject([
        { structureSetId: structureSets[0]!.id, volumeId: ct!.id, warnings: [] },
      ]);

      const set = await planning.structureSet(structureSets[0]!.id);
      const drawn = (name: string) => ({
        contours: set.structures.find((one) => one.name === name)!.drawn,
      });
      const grid = await createVolumes(library).grid(ct!.id, 0);
      const isocentre = plans[0]!.record.isocentres[0]!.pointMm;
      expect(encloses(drawn('BODY'), isocentre)).toBe(true);
      // Lung holds air, heart and breast do not, and breast is mostly fat.
      expect(hounsfield(grid, drawn('Lt Lung'))).toBeLessThan(-700);
      expect(Math.abs(hounsfield(grid, drawn('Heart')) - 40)).toBeLessThan(40);
      expect(Math.abs(hounsfield(grid, drawn('Breast')) + 70)).toBeLessThan(60);

      const [, , k] = patientToVoxel(ct!, isocentre).map(Math.round);
      const place = { volumeId: ct!.id, plane: 'axial', index: k! } as const;
      const { structures } = await planning.outlines(structureSets[0]!.id, place);
      const names = structures.map(
        ({ number }) => set.structures.find((one) => one.number === number)!.name,
      );
      expect(names).toEqual(expect.arrayContaining(['BODY', 'Breast', 'Heart', 'Lt Lung']));
      for (const { number, outlines } of structures) {
        const { drawn: all } = set.structures.find((one) => one.number === number)!;
        const first = outlines[0]!.points[0]!;
        const same = all.some(({ points }) =>
          points.some((point) => Math.hypot(...point.map((v, c) => v - first[c]!)) < 0.002),
        );
        expect(same, String(number)).toBe(true);
      }
    } finally {
      library.close();
      folder.remove();
    }
  },
);
