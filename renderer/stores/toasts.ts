import { defineStore } from 'pinia';
import { ref } from 'vue';
import { ClientError, isAbort } from '../client/errors.ts';
import { translate } from '../locale/translate.ts';

export interface Toast {
  id: number;
  tone: 'info' | 'ok' | 'danger';
  message: string;
  /** What the user can do about it, as a sentence. */
  advice: string | null;
  /** A button on the toast, for example Undo. */
  button: { label: string; run: () => void } | null;
}

/** How long a message that needs no answer stays. Errors stay until they are closed. */
const stayMs = 9000;

/** Short messages at the edge of the window. */
export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([]);
  let nextId = 1;

  function show(toast: Partial<Omit<Toast, 'id'>> & { message: string }): number {
    const id = nextId++;
    const full: Toast = { id, tone: 'info', advice: null, button: null, ...toast };
    toasts.value = [...toasts.value.filter((t) => t.message !== full.message), full].slice(-5);
    if (full.tone !== 'danger') setTimeout(() => close(id), stayMs);
    return id;
  }

  function close(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }

  /** Show what went wrong as sentence and action; an abort the user asked for is not an error. */
  function showError(error: unknown): void {
    if (isAbort(error)) return;
    if (error instanceof ClientError) {
      show({ tone: 'danger', message: error.message, advice: error.action });
      return;
    }
    console.error(error);
    show({
      tone: 'danger',
      message: translate('errors.unknown.message'),
      advice: translate('errors.unknown.action'),
    });
  }

  /** Run work and show its error; resolves to its value, or undefined after an error. */
  async function guard<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      showError(error);
      return undefined;
    }
  }

  return { toasts, show, close, showError, guard };
});
