import { expect, test } from 'vitest';
import { openLibrary } from '../../../../studies/library/open.ts';
import { importOne, temporaryFolder } from '../../../../studies/library/testing/entries.ts';
import { sharedData } from '../../../../test/shared-data.ts';
import { importPaths } from '../imports/run-import.ts';
import { createPlanning } from '../planning/planning.ts';
import { matchSetup } from './match-setup.ts';

// Needs the folder of real scanner files and skips only where it is absent.
const breast = sharedData('rt', 'breast-ct-struct-plan', 'boost-breast-CT98-RTSTRUCT-RTPLAN.zip');

test.skipIf(breast === null)(
  'a scan of the breast patient finds CT, plan, isocentre and position',
  { timeout: 300_000 },
  async () => {
    const folder = temporaryFolder();
    const library = openLibrary(folder.dir);
    try {
      const [study] = (await importPaths(library, [breast!])).studies;
      const { patientId, patientName, patientBirthDate, patientSex } = study!;
      const patient = { patientId, patientName, patientBirthDate, patientSex };
      const scan = await importOne(library, 'a', { kind: 'cbct', studyUid: '2.1' }, {}, patient);
      const planning = createPlanning(library);
      const { scans, plans, warnings } = await matchSetup(library, planning, '2.1');
      expect(scans.map(({ volumeId }) => volumeId)).toEqual([scan.id]);
      const [ct] = library.volumes.list({ studyUid: study!.uid });
      const [plan] = library.planning.of(study!.uid).plans;
      expect(plans).toMatchObject([
        {
          volumeId: ct!.id,
          planId: plan!.id,
          structureSetId: plan!.structureSetId,
          isocentreMm: plan!.record.beams[0]!.isocentreMm,
          position: 'HFS',
          foundBy: 'plan',
        },
      ]);
      expect(warnings).toEqual([]);
      // The planning CT alone is nothing to position.
      const alone = await matchSetup(library, planning, study!.uid);
      expect(alone.scans).toEqual([]);
    } finally {
      library.close();
      folder.remove();
    }
  },
);
