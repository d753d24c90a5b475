import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Doctor } from '../../electron/engine/contract/shapes.ts';
import { call } from '../client/call.ts';
import type { ConnectionState } from '../client/events.ts';
import { useToasts } from './toasts.ts';

/** The machine side as a whole: whether it answers, its versions and devices. */
export const useMachine = defineStore('machine', () => {
  const toasts = useToasts();
  const connection = ref<ConnectionState>('connecting');
  const doctor = shallowRef<Doctor | null>(null);

  async function examine(): Promise<void> {
    await toasts.guard(async () => {
      doctor.value = await call('GET /api/doctor');
    });
  }

  return { connection, doctor, examine };
});
