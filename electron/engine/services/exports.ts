import type { VolumeRecord } from '../../../studies/library/records.ts';
import { suggestWindow } from '../../../studies/volume/histogram.ts';
import { dicomPlan, type ExportTools } from './dicom-export.ts';
import type { ExportPlan } from './export-plan.ts';
import { offThread } from './off-thread.ts';
import type { ExportsService } from './services.ts';
import { rtkToFolder } from './rtk-export.ts';
import { writeWhole } from './write-whole.ts';

export function createExports(tools: ExportTools): ExportsService {
  const { library, volumes } = tools;
  const nifti = async (id: string, gzip: boolean) =>
    offThread('nifti', await volumes.grid(id), gzip);
  return {
    async bundle(volumeId, format) {
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
      return offThread('folder', await plan(tools, library.volumes.get(volumeId), format), dir);
    },
    toRtk: (projectionsId, dir) => rtkToFolder(library, projectionsId, dir),
    async toNifti(volumeId, file) {
      library.volumes.get(volumeId);
      await writeWhole(file, await nifti(volumeId, file.endsWith('.gz')));
      return [file];
    },
  };
}

function plan(
  tools: ExportTools,
  record: VolumeRecord,
  format: 'dicom' | 'png',
): Promise<ExportPlan> {
  return format === 'dicom' ? dicomPlan(tools, record) : pngPlan(tools, record);
}

async function pngPlan(tools: ExportTools, record: VolumeRecord): Promise<ExportPlan> {
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
