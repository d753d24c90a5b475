import type { HeartResult } from '../../../studies/library/heart-records.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { suggestWindow } from '../../../studies/volume/histogram.ts';
import { dicomPlan } from './dicom-export.ts';
import type { ExportPlan } from './export-plan.ts';
import { heartPlan, type HeartExportTools } from './heart-export.ts';
import { offThread } from './off-thread.ts';
import type { ExportFormat, ExportsService } from './services.ts';
import { rtkToFolder } from './rtk-export.ts';
import { writeWhole } from './write-whole.ts';

export function createExports(tools: HeartExportTools): ExportsService {
  const { library, volumes } = tools;
  const nifti = async (id: string, gzip: boolean) =>
    offThread('nifti', await volumes.grid(id), gzip);
  return {
    async bundle(volumeId, format) {
      const heart = heartNamed(tools, volumeId);
      if (heart !== null) {
        const bytes = await offThread('zip', await heartExport(tools, heart, format));
        return { fileName: heartFile(heart), contentType: 'application/zip', bytes };
      }
      const record = library.volumes.get(volumeId);
      const stem = fileStem(record);
      if (format === 'nifti') {
        const bytes = await nifti(volumeId, true);
        return { fileName: `${stem}.nii.gz`, contentType: 'application/gzip', bytes };
      }
      const bytes = await offThread('zip', await plan(tools, record, format));
      return { fileName: `${stem}-${format}.zip`, contentType: 'application/zip', bytes };
    },
    async toFolder(volumeId, format, dir) {
      const heart = heartNamed(tools, volumeId);
      const made =
        heart === null
          ? await plan(tools, library.volumes.get(volumeId), format)
          : await heartExport(tools, heart, format);
      return offThread('folder', made, dir);
    },
    toRtk: (projectionsId, dir) => rtkToFolder(library, projectionsId, dir),
    async toNifti(volumeId, file) {
      library.volumes.get(volumeId);
      await writeWhole(file, await nifti(volumeId, file.endsWith('.gz')));
      return [file];
    },
  };
}

function heartNamed({ library }: HeartExportTools, id: string): HeartResult | null {
  try {
    return library.hearts.get(id);
  } catch (error) {
    if (error instanceof SparrowError && error.code === 'library/not-found') return null;
    throw error;
  }
}

/** Contours and measures have a form in DICOM alone. */
async function heartExport(
  tools: HeartExportTools,
  heart: HeartResult,
  format: ExportFormat,
): Promise<ExportPlan> {
  if (format !== 'dicom') {
    throw new SparrowError('engine/no-export', { format: format === 'png' ? 'PNG' : 'NIfTI' });
  }
  return heartPlan(tools, heart);
}

const heartFile = ({ id }: HeartResult) => `sparrow-heart-${id.slice(0, 8)}-dicom.zip`;

function plan(
  tools: HeartExportTools,
  record: VolumeRecord,
  format: 'dicom' | 'png',
): Promise<ExportPlan> {
  return format === 'dicom' ? dicomPlan(tools, record) : pngPlan(tools, record);
}

async function pngPlan(tools: HeartExportTools, record: VolumeRecord): Promise<ExportPlan> {
  const grid = await tools.volumes.grid(record.id);
  const { windowCentre: centre, windowWidth: width, resultId } = record;
  const window =
    centre !== null && width !== null
      ? { centre, width }
      : grid.voxelType === 'rgb8'
        ? { centre: 128, width: 256 }
        : suggestWindow(grid);
  const badge = resultId === null ? null : tools.library.results.get(resultId).badge;
  return { kind: 'png', grid, label: { window, badge } };
}

/** A name without the patient: what it is, and enough of the id to tell two apart. */
export function fileStem(record: Pick<VolumeRecord, 'id' | 'kind' | 'resultId'>): string {
  const what = record.resultId === null ? record.kind : `${record.kind}-derived`;
  return `sparrow-${what}-${record.id.replace(/[^\w-]/g, '').slice(0, 8)}`;
}
