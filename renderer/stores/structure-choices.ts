import { defineStore } from 'pinia';
import { structuresOff, type StructureChoice } from '../viewer/structures/structure-choice.ts';
import { useSettings } from './settings.ts';

/** Volumes remembered; the oldest fall out. */
const longestMemory = 100;

/** How the structures over each volume were left, kept with the library. */
export const useStructureChoices = defineStore('structureChoices', () => {
  const settings = useSettings();
  const all = () => settings.get<Record<string, StructureChoice>>('structures') ?? {};

  function of(volumeId: string): StructureChoice {
    return { ...structuresOff, ...all()[volumeId] };
  }

  function set(volumeId: string, choice: StructureChoice): void {
    const others = Object.entries(all()).filter(([id]) => id !== volumeId);
    const kept = [...others, [volumeId, choice] as const].slice(-longestMemory);
    settings.set('structures', Object.fromEntries(kept));
  }

  return { of, set };
});
