import { SparrowError, warning, type Warning } from '../messages/sparrow-error.ts';
import type { VoxelArray, VoxelGrid } from '../volume/volume.ts';
import { toVoxels } from './samples.ts';
import { flipVoxels, uprightGeometry } from './upright.ts';
import { sampleBytes, type RawVolume, type VolumeFile } from './volume-file.ts';

/** No CT holds less; what does is padding or something else. */
const lowestHu = -8192;
/** Air is -1000 HU; a volume that reaches this low and is whole numbers below is taken as CT. */
const airLikeHu = -900;

/** Checks a reader's raw volume and makes the grid of it. */
export function finishVolume(raw: RawVolume, modality?: 'CT'): VolumeFile {
  const { dims, phases, file, format } = raw;
  const count = dims[0] * dims[1] * dims[2] * phases;
  const needed = count * sampleBytes[raw.samples.type];
  if (!dims.every((d) => Number.isInteger(d) && d > 0 && d <= 16384) || phases < 1) {
    throw new SparrowError('formats/damaged', { file, format, reason: 'its size makes no sense' });
  }
  if (raw.samples.bytes.length < needed) throw new SparrowError('dicom/truncated', { file });
  const { geometry, flipped, warnings } = uprightGeometry(raw);
  const samples = { ...raw.samples, bytes: raw.samples.bytes.subarray(0, needed) };
  const { voxelType, voxels } = toVoxels(samples);
  const grid: VoxelGrid = {
    geometry,
    phases,
    voxelType,
    voxels: flipped === null ? voxels : flipVoxels(voxels, dims, flipped),
    rescaleSlope: raw.slope,
    rescaleIntercept: raw.intercept,
    unit: 'none',
  };
  const ct = modality === 'CT' || looksLikeHu(grid, warnings);
  return {
    format,
    grid: ct ? inHu(grid) : grid,
    kind: phases > 1 ? 'cine' : ct ? 'ct' : 'other',
    description: raw.description,
    phaseTimesMs: raw.phaseTimesMs,
    warnings,
    companions: raw.companions,
  };
}

function looksLikeHu(grid: VoxelGrid, warnings: Warning[]): boolean {
  let low = Infinity;
  for (let n = 0; n < grid.voxels.length; n++) if (grid.voxels[n]! < low) low = grid.voxels[n]!;
  const min = low * grid.rescaleSlope + grid.rescaleIntercept;
  if (!(min <= airLikeHu && min >= lowestHu)) return false;
  warnings.push(warning('formats/assumed-hu', { min: Number(min.toFixed(0)) }));
  return true;
}

/** HU as int16 with slope 1 and intercept 0 where that is exact. */
function inHu(grid: VoxelGrid): VoxelGrid {
  const { rescaleSlope: slope, rescaleIntercept: intercept } = grid;
  if (slope === 1 && intercept === 0) {
    return { ...shrunk(grid, grid.voxels, 1, 0), unit: 'HU' };
  }
  if (!Number.isInteger(slope) || !Number.isInteger(intercept)) return { ...grid, unit: 'HU' };
  return { ...shrunk(grid, grid.voxels, slope, intercept), unit: 'HU' };
}

function shrunk(grid: VoxelGrid, voxels: VoxelArray, slope: number, intercept: number): VoxelGrid {
  if (grid.voxelType === 'int16' && slope === 1 && intercept === 0) return grid;
  const hu = new Int16Array(voxels.length);
  for (let n = 0; n < voxels.length; n++) {
    const value = voxels[n]! * slope + intercept;
    hu[n] = value;
    if (hu[n] !== value) return grid;
  }
  return { ...grid, voxelType: 'int16', voxels: hu, rescaleSlope: 1, rescaleIntercept: 0 };
}
