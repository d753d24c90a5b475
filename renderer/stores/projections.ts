import { defineStore } from 'pinia';
import type { ProjectionsRecord } from '../../studies/library/records.ts';
import { call } from '../client/call.ts';
import { translate } from '../locale/translate.ts';
import { useLibrary } from './library.ts';
import { useReading } from './reading.ts';
import { useToasts } from './toasts.ts';

/** What can be done with a study's projections; they are listed with their study. */
export const useProjections = defineStore('projections', () => {
  const toasts = useToasts();
  const library = useLibrary();

  /** Hide them at once and offer to bring them back. */
  async function remove(scan: ProjectionsRecord): Promise<void> {
    await toasts.guard(async () => {
      await call('DELETE /api/projections/:id', { params: { id: scan.id } });
      useReading().forgetProjections(scan.id);
      await library.load();
      toasts.show({
        message: translate('projections.removed'),
        button: { label: translate('library.undo'), run: () => void restore(scan.id) },
      });
    });
  }

  async function restore(id: string): Promise<void> {
    await toasts.guard(async () => {
      await call('POST /api/projections/:id/restore', { params: { id } });
      await library.load();
    });
  }

  return { remove, restore };
});
