import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { ModelCard } from '../../models/runtime/card.ts';
import { call } from '../client/call.ts';
import { useToasts } from './toasts.ts';

/** The cards of the models that this build carries. */
export const useModels = defineStore('models', () => {
  const toasts = useToasts();
  const cards = shallowRef<readonly ModelCard[]>([]);
  const mindi3d = computed(() => cards.value.find((card) => card.id === 'mindi3d'));
  const dmcvr = computed(() => cards.value.find((card) => card.id === 'dmcvr'));

  async function load(): Promise<void> {
    await toasts.guard(async () => {
      cards.value = (await call('GET /api/models')).models;
    });
  }

  return { cards, mindi3d, dmcvr, load };
});
