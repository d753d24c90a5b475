import type { VoxelGrid } from '../../volume/volume.ts';
import { writeInstance } from './instance.ts';
import { commonModules, derivationModule, planeModule } from './modules.ts';
import type { CineSeriesMeta, WrittenFile } from './series-meta.ts';
import { pixelModule, storedFrame } from './stored-pixels.ts';
import { newUid } from './uid.ts';
import { windowModule } from './volume-series.ts';

const mrImageStorage = '1.2.840.10008.5.1.4.1.1.4';

/**
 * An MR image file for each slice and phase of the grid, with TriggerTime, NominalInterval,
 * HeartRate and CardiacNumberOfImages. Order: slices outermost, phases within.
 */
export function* writeCineSeries(grid: VoxelGrid, meta: CineSeriesMeta): Generator<WrittenFile> {
  const [columns, rows, slices] = grid.geometry.dims;
  const frameVoxels = rows * columns;
  const common = { ...commonModules(meta, 'MR'), ...acquisitionModule(grid, meta) };
  const derivation = derivationModule(meta, ['OTHER']);
  let n = 0;
  for (let k = 0; k < slices; k += 1) {
    const plane = planeModule(grid.geometry, k, meta.sliceThicknessMm);
    for (let phase = 0; phase < grid.phases; phase += 1) {
      const stored = storedFrame(grid, (phase * slices + k) * frameVoxels, frameVoxels);
      const bytes = writeInstance({
        ...common,
        ...derivation,
        ...plane,
        ...pixelModule(stored, rows, columns),
        ...rescaleModule(stored.rescaleSlope, stored.rescaleIntercept),
        SOPClassUID: mrImageStorage,
        SOPInstanceUID: meta.sopInstanceUid?.(n) ?? newUid(),
        InstanceNumber: n + 1,
        TriggerTime: meta.triggerTimesMs[phase] ?? 0,
        TemporalPositionIdentifier: phase + 1,
      });
      n += 1;
      yield { name: `IM${String(n).padStart(4, '0')}.dcm`, bytes };
    }
  }
}

function acquisitionModule(grid: VoxelGrid, meta: CineSeriesMeta) {
  return {
    ...windowModule(meta),
    ScanningSequence: 'GR',
    SequenceVariant: 'SS',
    ScanOptions: 'CG',
    MRAcquisitionType: '2D',
    RepetitionTime: meta.repetitionTimeMs ?? 3,
    EchoTime: meta.echoTimeMs ?? 1.5,
    EchoTrainLength: 1,
    MagneticFieldStrength: meta.fieldStrengthTesla ?? 1.5,
    SpacingBetweenSlices: grid.geometry.spacingMm[2],
    PatientPosition: 'HFS',
    AcquisitionNumber: 1,
    NominalInterval: meta.rrIntervalMs,
    HeartRate: 60_000 / meta.rrIntervalMs,
    CardiacNumberOfImages: grid.phases,
    NumberOfTemporalPositions: grid.phases,
  };
}

/** MR Image has no rescale in its own module; it is written only where it changes values. */
function rescaleModule(slope: number, intercept: number) {
  if (slope === 1 && intercept === 0) return {};
  return { RescaleSlope: slope, RescaleIntercept: intercept, RescaleType: 'US' };
}
