import type { VoxelGrid } from '../../volume/volume.ts';
import { sparrowBlock } from '../read/projection-count.ts';
import { writeInstance } from './instance.ts';
import { commonModules, derivationModule, planeModule } from './modules.ts';
import type { SeriesMeta, VolumeSeriesMeta, WrittenFile } from './series-meta.ts';
import { pixelModule, storedFrame } from './stored-pixels.ts';
import { newUid } from './uid.ts';

const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';

/**
 * A CT image file for each slice k of the grid, slice by slice (one phase). Stored values are the
 * grid's own when they are 16-bit, else HU rounded to int16 with slope 1.
 */
export function* writeVolumeSeries(
  grid: VoxelGrid,
  meta: VolumeSeriesMeta,
): Generator<WrittenFile> {
  const [columns, rows, slices] = grid.geometry.dims;
  const common = commonModules(meta, 'CT');
  const derivation = derivationModule(meta, ['AXIAL']);
  for (let k = 0; k < slices; k += 1) {
    const stored = storedFrame(grid, k * rows * columns, rows * columns);
    const bytes = writeInstance({
      ...common,
      ...derivation,
      ...planeModule(grid.geometry, k),
      ...pixelModule(stored, rows, columns),
      ...windowModule(meta),
      ...projectionsModule(meta),
      SOPClassUID: ctImageStorage,
      SOPInstanceUID: meta.sopInstanceUid?.(k) ?? newUid(),
      InstanceNumber: k + 1,
      AcquisitionNumber: 1,
      PatientPosition: meta.patientPosition ?? 'HFS',
      KVP: meta.kvp ?? [],
      RescaleSlope: stored.rescaleSlope,
      RescaleIntercept: stored.rescaleIntercept,
      RescaleType: grid.unit === 'HU' ? 'HU' : 'US',
    });
    yield { name: `IM${String(k + 1).padStart(4, '0')}.dcm`, bytes };
  }
}

/** Window of the first display. */
export function windowModule({ windowCentre, windowWidth }: SeriesMeta) {
  if (windowCentre === undefined || windowWidth === undefined) return {};
  return { WindowCenter: windowCentre, WindowWidth: windowWidth };
}

function projectionsModule({ views }: VolumeSeriesMeta) {
  if (views === undefined) return {};
  return { SparrowPrivateCreator: sparrowBlock.creator, SparrowProjections: views };
}
