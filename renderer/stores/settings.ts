import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { call } from '../client/call.ts';
import { useToasts } from './toasts.ts';

/** How long changes gather before they are written. */
const pauseMs = 400;

/** What the user left how, kept by the engine in the library. */
export const useSettings = defineStore('settings', () => {
  const toasts = useToasts();
  const values = shallowRef<Readonly<Record<string, unknown>>>({});
  const loaded = ref(false);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  async function load(): Promise<void> {
    await toasts.guard(async () => {
      values.value = (await call('GET /api/settings')).settings;
      loaded.value = true;
    });
  }

  function get<T>(key: string): T | undefined {
    return values.value[key] as T | undefined;
  }

  /** Takes effect at once; written after a short pause, the last value winning. */
  function set(key: string, value: unknown): void {
    values.value = { ...values.value, [key]: value };
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => void write(key), pauseMs),
    );
  }

  async function write(key: string): Promise<void> {
    timers.delete(key);
    const body = { value: values.value[key] };
    await toasts.guard(() => call('PUT /api/settings/:key', { params: { key }, body }));
  }

  /** Write what still waits, as when the window goes away. */
  function flush(): void {
    for (const [key, timer] of timers) {
      clearTimeout(timer);
      void write(key);
    }
  }

  return { values, loaded, load, get, set, flush };
});
