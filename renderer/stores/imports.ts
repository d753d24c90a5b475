import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { ImportState } from '../../electron/engine/contract/shapes.ts';
import type { ImportReport } from '../../studies/library/records.ts';
import { call } from '../client/call.ts';
import type { PickedFile } from '../client/dropped-files.ts';
import { isAbort } from '../client/errors.ts';
import { importFiles, importPaths, type ImportHooks } from '../client/imports.ts';
import { useLibrary } from './library.ts';
import { useToasts } from './toasts.ts';

type Stage = 'idle' | 'sending' | 'reading' | 'done';

/** The import that runs now, and the report of the last one. One at a time: they share the disk. */
export const useImports = defineStore('imports', () => {
  const library = useLibrary();
  const toasts = useToasts();
  const stage = ref<Stage>('idle');
  const id = ref<string | null>(null);
  const done = ref(0);
  const total = ref(0);
  const report = shallowRef<ImportReport | null>(null);
  let abort: AbortController | null = null;

  const busy = computed(() => stage.value === 'sending' || stage.value === 'reading');
  const fraction = computed(() => (total.value > 0 ? done.value / total.value : null));

  const fromFiles = (files: readonly PickedFile[]) =>
    run(files.length, 'sending', (hooks) => importFiles(files, hooks));
  const fromPaths = (paths: readonly string[]) =>
    run(paths.length, 'reading', (hooks) => importPaths(paths, hooks));

  async function run(
    count: number,
    first: Stage,
    work: (hooks: ImportHooks) => Promise<ImportReport>,
  ): Promise<void> {
    if (busy.value || count === 0) return;
    const controller = new AbortController();
    abort = controller;
    report.value = null;
    stage.value = first;
    done.value = 0;
    total.value = first === 'sending' ? count : 0;
    try {
      report.value = await work({
        signal: controller.signal,
        onStarted: (started) => (id.value = started),
        onSent(sent, all) {
          done.value = sent;
          if (sent === all) beginReading();
        },
      });
      stage.value = 'done';
      await library.load();
    } catch (error) {
      stage.value = 'idle';
      if (!isAbort(error)) await abandon();
      toasts.showError(error);
    } finally {
      id.value = null;
      abort = null;
    }
  }

  function beginReading(): void {
    stage.value = 'reading';
    done.value = 0;
    total.value = 0;
  }

  /** Progress from the event stream. */
  function follow(state: ImportState): void {
    if (state.id !== id.value || stage.value !== 'reading') return;
    done.value = state.filesDone;
    total.value = state.filesTotal;
  }

  /** Stop at once; what is already in the library stays. */
  async function cancel(): Promise<void> {
    abort?.abort();
    await abandon();
    await library.load();
  }

  async function abandon(): Promise<void> {
    const running = id.value;
    if (running === null) return;
    await toasts.guard(() => call('DELETE /api/imports/:id', { params: { id: running } }));
  }

  function dismiss(): void {
    stage.value = 'idle';
    report.value = null;
  }

  return {
    stage,
    done,
    total,
    fraction,
    busy,
    report,
    fromFiles,
    fromPaths,
    follow,
    cancel,
    dismiss,
  };
});
