import { callBinary } from '../client/call.ts';
import { saveBlob, saveResponse } from '../client/downloads.ts';
import { useEnhanceTarget } from '../components/enhance/use-enhance-target.ts';
import { acquired } from '../components/reading/strip.ts';
import { useScanTarget } from '../components/reconstruct/use-scan-target.ts';
import { useSimulateTarget } from '../components/simulate/use-simulate-target.ts';
import { translate } from '../locale/translate.ts';
import { canPosition } from '../stores/can-position.ts';
import { openDense } from '../stores/dense-done.ts';
import { openHeart } from '../stores/heart-done.ts';
import { useHearts } from '../stores/hearts.ts';
import { useImports } from '../stores/imports.ts';
import { useJobs } from '../stores/jobs.ts';
import { openPositioning } from '../stores/matches-done.ts';
import { useReading } from '../stores/reading.ts';
import { useResults } from '../stores/results.ts';
import { useSheets } from '../stores/sheets.ts';
import { useToasts } from '../stores/toasts.ts';
import { usePicture } from '../stores/picture.ts';
import { useLibrary } from '../stores/library.ts';
import { useChooser } from '../stores/chooser.ts';
import type { CommandAction, CommandId } from './commands.ts';

/** Every command with what it does; a missing one is a compile error. */
export function useCommands(): Record<CommandId, CommandAction> {
  const reading = useReading();
  const results = useResults();
  const sheets = useSheets();
  const jobs = useJobs();
  const imports = useImports();
  const library = useLibrary();
  const chooser = useChooser();
  const picture = usePicture();
  const target = useEnhanceTarget();
  const scan = useScanTarget();
  const phantom = useSimulateTarget();
  const hearts = useHearts();
  const hasCine = () =>
    reading.study !== undefined &&
    acquired(reading.study).some(({ volume }) => volume.kind === 'cine');

  const hasScan = () =>
    reading.study?.series.some(({ volumes }) => volumes.some(canPosition)) ?? false;

  const always = () => true;
  const inStudy = () => reading.study !== undefined;
  const newest = () => (reading.study ? results.ofStudy(reading.study)[0] : undefined);
  const cancellable = () => jobs.running ?? jobs.waiting[0];
  const exportAs = (format: 'dicom' | 'nifti' | 'png'): CommandAction => ({
    run: () => exportShown(format),
    enabled: () => shownVolumeId() !== undefined,
  });

  return {
    showStudies: { run: () => reading.close(), enabled: inStudy },
    searchStudies: { run: library.askSearch, enabled: always },
    importFiles: { run: () => chooser.files(), enabled: () => !imports.busy },
    importFolder: { run: () => chooser.folder(), enabled: () => !imports.busy },
    loadSamples: { run: jobs.loadSamples, enabled: () => jobs.samples === undefined },
    nextSeries: { run: () => stepSeries(1), enabled: inStudy },
    previousSeries: { run: () => stepSeries(-1), enabled: inStudy },
    reconstruct: {
      run: () => reading.setSide('reconstruct'),
      enabled: () => inStudy() && (scan.value !== undefined || reading.side === 'reconstruct'),
    },
    simulate: {
      run: () => reading.setSide('simulate'),
      enabled: () => inStudy() && (phantom.value !== undefined || reading.side === 'simulate'),
    },
    enhance: {
      run: () => reading.setSide('enhance'),
      enabled: () => target.value !== undefined || (inStudy() && reading.side === 'enhance'),
    },
    heart: {
      run: () => {
        const { shown, study } = reading;
        if (shown?.kind === 'heart') reading.show({ kind: 'volume', volumeId: shown.volumeId });
        else if (study) openHeart(study.uid, null);
      },
      enabled: hasCine,
    },
    analyseHeart: {
      run: async () => {
        const { study } = reading;
        if (!study) return;
        openHeart(study.uid, null);
        await hearts.analyse(study.uid);
      },
      enabled: () => hasCine() && hearts.jobOf(reading.study?.uid ?? '') === undefined,
    },
    dense: {
      run: () => {
        const { shown, study } = reading;
        if (shown?.kind === 'dense') reading.show({ kind: 'volume', volumeId: shown.volumeId });
        else if (study) openDense(study.uid, null);
      },
      enabled: hasCine,
    },
    position: {
      run: () => {
        const { shown, study } = reading;
        if (shown?.kind === 'position') reading.show({ kind: 'volume', volumeId: shown.volumeId });
        else if (study) openPositioning(study.uid, null);
      },
      enabled: hasScan,
    },
    activity: { run: () => reading.setSide('activity'), enabled: inStudy },
    compare: {
      run: () => {
        const result = newest();
        if (result) reading.show({ kind: 'compare', resultId: result.id });
      },
      enabled: () => newest() !== undefined,
    },
    evidence: {
      run: () => {
        const resultId = reading.resultInSight ?? newest()?.id;
        if (resultId === undefined) return;
        const there = reading.shown?.kind === 'evidence';
        reading.show({ kind: there ? 'compare' : 'evidence', resultId });
      },
      enabled: () => reading.resultInSight !== undefined || newest() !== undefined,
    },
    cancelJob: {
      run: () => {
        const job = cancellable();
        return job && jobs.cancel(job.id);
      },
      enabled: () => cancellable() !== undefined,
    },
    report: { run: saveReport, enabled: inStudy },
    exportDicom: exportAs('dicom'),
    exportNifti: exportAs('nifti'),
    exportPng: exportAs('png'),
    savePicture: { run: savePicture, enabled: () => picture.capture !== null },
    modelCard: { run: () => sheets.toggle('card'), enabled: always },
    palette: { run: () => sheets.toggle('palette'), enabled: always },
    keys: { run: () => sheets.toggle('keys'), enabled: always },
    about: { run: () => sheets.toggle('about'), enabled: always },
  };
}

/** The volume an export means: the one on the screen, or the output under comparison. */
export function shownVolumeId(): string | undefined {
  const shown = useReading().shown;
  if (!useReading().study || !shown) return undefined;
  if ('resultId' in shown) return useResults().result(shown.resultId)?.volume;
  return shown.kind === 'projections' ? undefined : shown.volumeId;
}

async function exportShown(format: 'dicom' | 'nifti' | 'png'): Promise<void> {
  const id = shownVolumeId();
  if (id === undefined) return;
  await saving('commands.exported', async () => {
    const route = 'GET /api/volumes/:id/export';
    const response = await callBinary(route, { params: { id }, query: { format } });
    return saveResponse(response, `sparrow-${format}${format === 'nifti' ? '.nii.gz' : '.zip'}`);
  });
}

async function saveReport(): Promise<void> {
  const { study, resultInSight: resultId } = useReading();
  if (!study) return;
  await saving('commands.reported', async () => {
    const response = await callBinary('POST /api/reports', {
      body: { studyUid: study.uid, ...(resultId === undefined ? {} : { resultId }) },
    });
    return saveResponse(response, 'sparrow-report.pdf');
  });
}

async function savePicture(): Promise<void> {
  const capture = usePicture().capture;
  if (!capture) return;
  await saving('commands.pictured', async () => {
    const name = 'sparrow-picture.png';
    saveBlob(await capture(), name);
    return name;
  });
}

/** Run an export while saying so, and name the file when it is there. */
async function saving(doneKey: string, work: () => Promise<string>): Promise<void> {
  const toasts = useToasts();
  const waiting = toasts.show({ message: translate('commands.preparing') });
  const name = await toasts.guard(work);
  toasts.close(waiting);
  if (name !== undefined) toasts.show({ tone: 'ok', message: translate(doneKey, { name }) });
}

function stepSeries(by: 1 | -1): void {
  const reading = useReading();
  if (!reading.study) return;
  const entries = acquired(reading.study);
  const here = entries.findIndex((entry) => entry.volume.id === reading.volumeId);
  const next = entries[(here + by + entries.length) % entries.length];
  if (next) reading.show({ kind: 'volume', volumeId: next.volume.id });
}
