import type { Library } from '../../../studies/library/library.ts';
import { patientToVoxel, voxelToPatient } from '../../../studies/volume/geometry.ts';
import { voxelArray, type VoxelGrid } from '../../../studies/volume/volume.ts';
import type { Measurement, Roi } from '../contract/shapes.ts';
import { offThread } from './off-thread.ts';
import type { CompareRequest, MeasureRequest, Services, VolumesService } from './services.ts';

interface Tools {
  library: Library;
  volumes: VolumesService;
}

/** B against A, in a thread of its own. */
export function createCompare({ volumes }: Tools): Services['compare'] {
  return async ({ a, b, mask }: CompareRequest) =>
    offThread('compare', await volumes.grid(a, 0), await volumes.grid(b, 0), { mask });
}

/** A region's statistics; only the slices that it touches are read. */
export function createMeasure(tools: Tools): Services['measure'] {
  return async ({ volumeId, phase, roi }: MeasureRequest): Promise<Measurement> =>
    offThread('measure', await touchedSlices(tools, volumeId, phase, roi), roi);
}

async function touchedSlices(
  { library, volumes }: Tools,
  volumeId: string,
  phase: number,
  roi: Roi,
): Promise<VoxelGrid> {
  const record = library.volumes.get(volumeId);
  const slices = record.dims[2];
  const ks = corners(roi).map((corner) => patientToVoxel(record, corner)[2]);
  // One slice more at each side, for the trilinear reading of oblique circles.
  const k0 = clamp(Math.floor(Math.min(...ks)) - 1, 0, slices - 1);
  const k1 = clamp(Math.ceil(Math.max(...ks)) + 2, k0 + 1, slices);
  const body = await volumes.voxels(volumeId, { phase, k0, k1 });
  const bytes = new Uint8Array(body.byteLength);
  let at = 0;
  for await (const chunk of body.chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  const { rescaleSlope, rescaleIntercept, unit, voxelType, spacingMm, axes } = record;
  return {
    geometry: {
      dims: [record.dims[0], record.dims[1], k1 - k0],
      originMm: voxelToPatient(record, [0, 0, k0]),
      spacingMm,
      axes,
    },
    phases: 1,
    voxelType,
    voxels: voxelArray(voxelType, bytes.buffer),
    rescaleSlope,
    rescaleIntercept,
    unit,
  };
}

/** Corners of the region's bounding box. */
function corners(roi: Roi): [number, number, number][] {
  const [low, high] =
    roi.kind === 'box'
      ? [roi.minMm, roi.maxMm]
      : [roi.centreMm.map((c) => c - roi.radiusMm), roi.centreMm.map((c) => c + roi.radiusMm)];
  const pick = (bits: number, axis: 0 | 1 | 2) => ((bits >> axis) & 1 ? high[axis] : low[axis])!;
  return [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [pick(bits, 0), pick(bits, 1), pick(bits, 2)]);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
