import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLibrary } from '../../../studies/library/open.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { patientToVoxel } from '../../../studies/volume/geometry.ts';
import { dicomFile, type TestElement } from '../../fixtures/dicom-file.ts';
import { sharedData } from '../../shared-data.ts';
import { isocentreMm } from './planning-study.ts';
import { sparrow } from './samples.ts';

const side = 288;
const panelMm = 1.2;
const [sourceAxisMm, sourceImageMm] = [1000, 1500];
/** The panel stands off the beam axis, which therefore is not in the middle of the picture. */
const panelShiftMm = [30, -24] as const;

/**
 * The real breast plan in a library, with a portal image of its first beam's isocentre as a file
 * beside it: straight rays through the planning CT from the front. Null where the data are absent.
 */
export async function breastPlan(library: string): Promise<{ portal: string } | null> {
  const zip = sharedData('rt', 'breast-ct-struct-plan', 'boost-breast-CT98-RTSTRUCT-RTPLAN.zip');
  if (zip === null) return null;
  sparrow('--library', library, 'import', zip);
  const opened = openLibrary(library);
  try {
    const [study] = opened.studies.list();
    const [ct] = opened.volumes.list({ studyUid: study!.uid });
    const { record: plan } = opened.planning.of(study!.uid).plans[0]!;
    const bytes = await opened.volumes.readVoxels(ct!.id);
    const hu = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
    const folder = join(library, 'portal');
    mkdirSync(folder);
    const file = rtImage(portalPixels(ct!, hu), {
      study: [
        ['00100010', 'PN', study!.patientName],
        ['00100020', 'LO', study!.patientId],
        ['0020000d', 'UI', study!.uid],
      ],
      planUid: plan.sopInstanceUid,
      beam: plan.beams[0]!.number,
    });
    writeFileSync(join(folder, 'portal.dcm'), file);
    return { portal: folder };
  } finally {
    opened.close();
  }
}

/** What a megavolt beam from the front leaves behind the patient, head up, patient's left at right. */
function portalPixels(ct: VolumeRecord, hu: Int16Array): Uint16Array {
  const pixels = new Uint16Array(side * side);
  const [columns, rows, slices] = ct.dims;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const right = (column - (side - 1) / 2) * panelMm + panelShiftMm[0];
      const up = ((side - 1) / 2 - row) * panelMm + panelShiftMm[1];
      const shrink = sourceAxisMm / sourceImageMm;
      const [i, , k] = patientToVoxel(ct, [
        isocentreMm[0] + right * shrink,
        isocentreMm[1],
        isocentreMm[2] + up * shrink,
      ]);
      const [x, z] = [Math.round(i), Math.floor(k)];
      if (x < 0 || x >= columns || z < 0 || z + 1 >= slices) continue;
      let waterMm = 0;
      for (let y = 0; y < rows; y++) {
        const at = (slice: number) => hu[x + columns * (y + rows * slice)]!;
        const stored = at(z) + (at(z + 1) - at(z)) * (k - z);
        const value = stored * ct.rescaleSlope + ct.rescaleIntercept;
        if (value > -950) waterMm += ((value + 1000) / 1000) * ct.spacingMm[1];
      }
      pixels[row * side + column] = Math.round(60_000 * Math.exp(-0.006 * waterMm));
    }
  }
  return pixels;
}

function rtImage(
  pixels: Uint16Array,
  about: { study: readonly TestElement[]; planUid: string; beam: number },
): Uint8Array {
  const corner = ((side - 1) / 2) * panelMm;
  const elements: TestElement[] = [
    ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.481.1'],
    ['00080018', 'UI', '1.2.826.0.1.3680043.10.2.1'],
    ['00080020', 'DA', '20260209'],
    ['00080060', 'CS', 'RTIMAGE'],
    ...about.study,
    ['0020000e', 'UI', '1.2.826.0.1.3680043.10.2.2'],
    ['00280002', 'US', 1],
    ['00280004', 'CS', 'MONOCHROME2'],
    ['00280010', 'US', side],
    ['00280011', 'US', side],
    ['00280100', 'US', 16],
    ['00280101', 'US', 16],
    ['00280102', 'US', 15],
    ['00280103', 'US', 0],
    ['30020002', 'SH', 'Portal AP'],
    ['3002000c', 'CS', 'NORMAL'],
    ['3002000d', 'DS', [...panelShiftMm, sourceAxisMm - sourceImageMm].join('\\')],
    ['30020011', 'DS', `${panelMm}\\${panelMm}`],
    ['30020012', 'DS', `${-corner}\\${corner}`],
    ['30020020', 'SH', 'Linac 1'],
    ['30020022', 'DS', String(sourceAxisMm)],
    ['30020026', 'DS', String(sourceImageMm)],
    ['300a011e', 'DS', '0'],
    ['300a0120', 'DS', '0'],
    [
      '300c0002',
      'SQ',
      [
        [
          ['00081150', 'UI', '1.2.840.10008.5.1.4.1.1.481.5'],
          ['00081155', 'UI', about.planUid],
        ],
      ],
    ],
    ['300c0006', 'IS', String(about.beam)],
    ['7fe00010', 'OW', new Uint8Array(pixels.buffer)],
  ];
  return dicomFile(elements.sort(([a], [b]) => (a < b ? -1 : 1)));
}
