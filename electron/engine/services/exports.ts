import type { HeartResult } from '../../../studies/library/heart-records.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { suggestWindow } from '../../../studies/volume/histogram.ts';
import { dicomPlan } from './dicom-export.ts';
import type { ExportPlan } from './export-plan.ts';
import { heartPlan, labelGrid, type HeartExportTools } from './heart-export.ts';
import { offThread } from './off-thread.ts';
import type { ExportFormat, ExportsService } from './services.ts';
import { rtkToFolder } from './rtk-export.ts';
import { writeWhole } from './write-whole.ts';

export function createExports(tools: HeartExportTools): ExportsService {
  const { library, volumes } = tools;
  const nifti = async (id: string, gzip: boolean) => {
    const heart = library.hearts.find(id);
    const grid =
      heart === null
        ? await volumes.grid(id)
        : await labelGrid(tools, heart, library.volumes.get(heart.leadVolumeId));
    return offThread('nifti', grid, gzip);
  };
  return {
    async bundle(volumeId, format) {
      const heart = library.hearts.find(volumeId);
      if (heart !== null && format !== 'nifti') {
        const bytes = await offThread('zip', await heartExport(tools, heart, format));
        return { fileName: `${heartStem(heart)}.zip`, contentType: 'application/zip', bytes };
      }
      const record = library.volumes.get(heart?.leadVolumeId ?? volumeId);
      const stem = heart === null ? fileStem(record) : heartStem(heart);
      if (format === 'nifti') {
        const bytes = await nifti(volumeId, true);
        return { fileName: `${stem}.nii.gz`, contentType: 'application/gzip', bytes };
      }
      const bytes = await offThread('zip', await plan(tools, record, format));
      return { fileName: `${stem}-${format}.zip`, contentType: 'application/zip', bytes };
    },
    async toFolder(volumeId, format, dir) {
      const heart = library.hearts.find(volumeId);
      const made =
        heart === null
          ? await plan(tools, library.volumes.get(volumeId), format)
          : await heartExport(tools, heart, format);
      return offThread('folder', made, dir);
    },
    toRtk: (projectionsId, dir) => rtkToFolder(library, projectionsId, dir),
    async toNifti(volumeId, file) {
      await writeWhole(file, await nifti(volumeId, file.endsWith('.gz')));
      return [file];
    },
  };
}

/** Contours and measures together have a form in DICOM; the contours of the lead volume also in NIfTI. */
async function heartExport(
  tools: HeartExportTools,
  heart: HeartResult,
  format: ExportFormat,
): Promise<ExportPlan> {
  if (format !== 'dicom') {
    throw new SparrowError('engine/no-export', { format: format.toUpperCase() });
  }
  return heartPlan(tools, heart);
}

const heartStem = ({ id }: HeartResult) => `sparrow-heart-${id.slice(0, 8)}`;

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
  const badge = resultId === null ? null : badgeOf(tools, resultId);
  return { kind: 'png', grid, label: { window, badge } };
}

function badgeOf({ library }: HeartExportTools, resultId: string): string {
  return (
    library.hearts.find(resultId) ??
    library.dense.find(resultId) ??
    library.results.get(resultId)
  ).badge;
}

/** A name without the patient: what it is, and enough of the id to tell two apart. */
export function fileStem(record: Pick<VolumeRecord, 'id' | 'kind' | 'resultId'>): string {
  const what = record.resultId === null ? record.kind : `${record.kind}-derived`;
  return `sparrow-${what}-${record.id.replace(/[^\w-]/g, '').slice(0, 8)}`;
}
