import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { sharedData } from '../../../test/shared-data.ts';
import { encloses } from '../../positioning/structures/encloses.ts';
import { maskVolumeMl, structureMask } from '../../positioning/structures/mask.ts';
import { readInstance } from '../read/instance.ts';
import type { PlanRecord, RegistrationRecord } from './planning-records.ts';
import { readContouredSet, readPlanningObject } from './read-planning.ts';

// These need the folder of real scanner files and skip only where it is absent.
const breast = sharedData('rt', 'breast-ct-struct-plan', 'boost-breast-CT98-RTSTRUCT-RTPLAN.zip');
const varian = sharedData('rt', 'varian-registration');
/** Beside other work on the machine. */
const slow = { timeout: 120_000 };
const odd = sharedData('rt', 'plans-and-odd');

test.skipIf(breast === null)(
  'the breast plan: ten structures, plausible, isocentre inside',
  slow,
  () => {
    const files = unzipSync(readFileSync(breast!));
    const under = (folder: string) =>
      Object.entries(files).find(
        ([name]) => name.startsWith(`${folder}/`) && name.endsWith('.dcm'),
      )!;
    const [name, bytes] = under('RTSTRUCT');
    const set = readContouredSet(bytes, name);
    const plan = readPlanningObject(under('RTPLAN')[1], 'rp.dcm') as PlanRecord;
    const { header } = readInstance(under('CT')[1], 'ct.dcm');

    const volumes = Object.fromEntries(
      set.structures.map((one) => [one.name, Math.round(one.volumeMl * 10) / 10]),
    );
    expect(volumes).toEqual({
      BODY: 14880.5,
      Areola: 0,
      Borders: 1.3,
      Breast: 400,
      Heart: 439.7,
      'Lt Lung': 2005.1,
      Nodes: 0.7,
      Scar: 0.5,
      'Tumor Bed': 13.2,
      'Tumor Bed Block': 63.8,
    });
    expect(set.warnings.map(({ message }) => message)).toEqual([
      '1 of 10 structures hold no contour and are not drawn: Areola.',
    ]);
    expect(set.imageUids).toHaveLength(98);
    expect(set.frameOfReferenceUid).toBe(header.frameOfReferenceUid);
    expect(set.seriesUids).toEqual([header.seriesUid]);

    expect(plan).toMatchObject({ label: 'B1', patientPosition: 'HFS', warnings: [] });
    expect(plan.structureSetUid).toBe(set.sopInstanceUid);
    expect(plan.beams.map(({ gantryDeg }) => gantryDeg)).toEqual([327, 0, 56, 150]);
    expect(plan.isocentres).toHaveLength(1);
    const [x, y, z] = plan.isocentres[0]!.pointMm;
    expect([x.toFixed(2), y.toFixed(2), z.toFixed(2)]).toEqual(['72.53', '-304.34', '-9.31']);
    const enclosing = set.structures.filter(({ drawn }) =>
      encloses({ contours: drawn }, plan.isocentres[0]!.pointMm),
    );
    expect(enclosing.map((one) => one.name)).toContain('BODY');

    const heart = set.structures.find((one) => one.name === 'Heart')!;
    const mask = structureMask(
      { contours: heart.drawn },
      {
        dims: [200, 160, 40],
        spacingMm: [1, 1, 3],
        originMm: [-90, -360, -107.44],
        axes: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      },
    );
    expect(Math.abs(maskVolumeMl(mask!) / heart.volumeMl - 1)).toBeLessThan(0.01);
  },
);

test.skipIf(varian === null)('the Varian registration reads as its SOURCE says', () => {
  const name = readdirSync(varian!).find((file) => file.startsWith('RE.'))!;
  const record = readPlanningObject(readFileSync(join(varian!, name)), name) as RegistrationRecord;
  expect(record.warnings).toEqual([]);
  const [own, planning] = record.transforms;
  expect(own?.fromFrameUid).toBe(record.registeredFrameUid);
  expect(own?.matrix).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  expect(planning).toMatchObject({ type: 'RIGID', method: 'Visual Alignment' });
  expect(planning?.imageUids).toHaveLength(117);
  const translation = [3, 7, 11].map((n) => planning!.matrix[n]!.toFixed(3));
  expect(translation).toEqual(['-1.320', '-20.744', '-70.877']);
});

test.skipIf(odd === null)('odd plans and structure sets are read or named', () => {
  const outcome = (name: string) => {
    try {
      const record = readPlanningObject(readFileSync(join(odd!, name)), name);
      return `${record.kind} ${record.label}`;
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(outcome('rtstruct.dcm')).toBe('structures sep30');
  expect(outcome('invalid_reference_rt.dcm')).toBe('structures RTstruct');
  expect(outcome('rtplan.dcm')).toBe('plan Plan1');
  expect(outcome('rtplan_truncated.dcm')).toMatch(/ends before its data do/);
  expect(outcome('rtdose.dcm')).toMatch(/is no structure set/);
  const plans = unzipSync(readFileSync(join(odd!, 'rapidarc-qa-rtplans.zip')));
  const files = Object.entries(plans).filter(([name]) => name.endsWith('.dcm'));
  expect(files).toHaveLength(24);
  for (const [name, bytes] of files) {
    const plan = readPlanningObject(bytes, name) as PlanRecord;
    expect(plan.beams.length, name).toBeGreaterThan(0);
    // Those of the older machines leave the isocentre out.
    const told = plan.warnings.some(({ code }) => code === 'planning/no-isocentre');
    expect(plan.isocentres.length, name).toBe(told ? 0 : 1);
  }
});
