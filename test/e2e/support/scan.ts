import { chestPhantom } from '../../../studies/samples/chest-phantom.ts';
import { projectionStackBytes } from '../../../studies/projections/formats/write-stack.ts';
import { rtkGeometryXml } from '../../../studies/projections/formats/write-rtk-geometry.ts';
import { fullTurn, type CircularGeometry } from '../../../studies/tomography/circular-geometry.ts';
import { inThisThread } from '../../../studies/tomography/in-this-thread.ts';

export const scanViews = 48;

const geometry: CircularGeometry = {
  sourceAxisMm: 1000,
  sourceDetectorMm: 1500,
  detectorColumns: 128,
  detectorRows: 80,
  pixelMm: [4, 4],
  anglesDeg: fullTurn(scanViews),
  isocentreMm: [0, 0, 0],
};

/** A sparse scan of the chest phantom as a scanner's software leaves it: RTK geometry and a stack. */
export async function chestScanFiles(): Promise<{ name: string; bytes: Buffer }[]> {
  const lineIntegrals = await inThisThread().project(chestPhantom().attenuation(), geometry);
  return [
    { name: 'geometry.xml', bytes: Buffer.from(rtkGeometryXml(geometry)) },
    {
      name: 'projections.mha',
      bytes: Buffer.from(projectionStackBytes({ geometry, lineIntegrals })),
    },
  ];
}
