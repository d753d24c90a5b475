import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { StudyRecord } from '../../studies/library/records.ts';
import { faceOf } from './study-order.ts';
import { useLibrary } from './library.ts';
import { useSettings } from './settings.ts';

/** What the reading screen shows of the open study. */
export type Shown =
  | { kind: 'volume'; volumeId: string }
  | { kind: 'compare'; resultId: string }
  /** How far a result agrees with the measurement. */
  | { kind: 'evidence'; resultId: string }
  | { kind: 'projections'; projectionsId: string }
  /** Two volumes beside each other, as a simulated sparse scan and its dense reference. */
  | { kind: 'pair'; volumeId: string; againstId: string }
  /** The heart of a cine study, seen from one of its cines; a run of the model, or the newest. */
  | { kind: 'heart'; volumeId: string; heartId: string | null }
  /** The dense heart of a study with a short-axis stack; a run, or the newest. */
  | { kind: 'dense'; volumeId: string; denseId: string | null }
  /** A scan laid onto the planning CT; a match, or the newest. */
  | { kind: 'position'; volumeId: string; matchId: string | null };

export type SidePanel = 'enhance' | 'activity' | 'series' | 'reconstruct' | 'simulate' | null;

/** How a study was left. */
export interface Place {
  shown: Shown | null;
  side: SidePanel;
}

/** The part of the settings that brings every study back as it was left. */
export interface ReadingMemory {
  open: string | null;
  places: Record<string, Place>;
}

/** Places kept; the oldest fall out. */
const longestMemory = 100;

/** Which study is open, and what of it is seen. */
export const useReading = defineStore('reading', () => {
  const library = useLibrary();
  const settings = useSettings();
  const openUid = ref<string | null>(null);
  const shown = shallowRef<Shown | null>(null);
  const side = ref<SidePanel>(null);

  const study = computed(() => (openUid.value === null ? undefined : library.study(openUid.value)));
  const volumeId = computed(() =>
    shown.value?.kind === 'volume' ? shown.value.volumeId : undefined,
  );
  const volume = computed(() =>
    volumeId.value === undefined ? undefined : library.volume(volumeId.value),
  );

  /** The result that is compared, checked against the measurement, or read on its own. */
  const resultInSight = computed(() => {
    const now = shown.value;
    return now && 'resultId' in now ? now.resultId : (volume.value?.resultId ?? undefined);
  });

  const projections = computed(() =>
    shown.value?.kind === 'projections'
      ? library.projections(shown.value.projectionsId)
      : undefined,
  );

  function open(target: StudyRecord): void {
    const place = memory().places[target.uid];
    openUid.value = target.uid;
    side.value = place?.side ?? null;
    shown.value = place?.shown ?? firstOf(target);
    remember();
  }

  function firstOf(target: StudyRecord): Shown | null {
    const face = faceOf(target);
    if (face) return { kind: 'volume', volumeId: face.id };
    const scan = target.projections[0];
    return scan ? { kind: 'projections', projectionsId: scan.id } : null;
  }

  function show(next: Shown): void {
    shown.value = next;
    // A panel that cannot work with what is shown makes room for the one that can.
    const idle = side.value === 'enhance' || side.value === 'simulate';
    if (next.kind === 'projections' && idle) side.value = 'reconstruct';
    if (next.kind === 'pair' && side.value === 'simulate') side.value = null;
    remember();
  }

  /** Open a panel, or close it when it is open. */
  function setSide(next: SidePanel): void {
    side.value = side.value === next ? null : next;
    remember();
  }

  /** Open a panel whichever was open before. */
  function openSide(next: Exclude<SidePanel, null>): void {
    if (side.value !== next) setSide(next);
  }

  function close(): void {
    openUid.value = null;
    remember();
  }

  /** Open what was open when the window was closed. */
  function resume(): void {
    const left = memory().open;
    const target = left === null ? undefined : library.study(left);
    if (target) open(target);
  }

  /** Leave what is no longer there: a removed study, a deleted result. */
  function forgetResult(resultId: string): void {
    if (resultInSight.value !== resultId) return;
    shown.value = study.value ? firstOf(study.value) : null;
    remember();
  }

  function forgetHeart(heartId: string): void {
    if (shown.value?.kind !== 'heart' || shown.value.heartId !== heartId) return;
    shown.value = { ...shown.value, heartId: null };
    remember();
  }

  function forgetDense(denseId: string): void {
    if (shown.value?.kind !== 'dense' || shown.value.denseId !== denseId) return;
    shown.value = { ...shown.value, denseId: null };
    remember();
  }

  function forgetMatch(matchId: string): void {
    if (shown.value?.kind !== 'position' || shown.value.matchId !== matchId) return;
    shown.value = { ...shown.value, matchId: null };
    remember();
  }

  function forgetProjections(projectionsId: string): void {
    if (shown.value?.kind !== 'projections' || shown.value.projectionsId !== projectionsId) return;
    shown.value = study.value ? firstOf(study.value) : null;
    remember();
  }

  function memory(): ReadingMemory {
    return settings.get<ReadingMemory>('reading') ?? { open: null, places: {} };
  }

  function remember(): void {
    const places = Object.entries(memory().places);
    if (openUid.value !== null) {
      const uid = openUid.value;
      const place: Place = { shown: shown.value, side: side.value };
      places.splice(0, places.length, ...places.filter(([other]) => other !== uid), [uid, place]);
    }
    settings.set('reading', {
      open: openUid.value,
      places: Object.fromEntries(places.slice(-longestMemory)),
    });
  }

  return {
    openUid,
    study,
    shown,
    side,
    volumeId,
    volume,
    resultInSight,
    projections,
    open,
    show,
    setSide,
    openSide,
    close,
    resume,
    forgetResult,
    forgetProjections,
    forgetHeart,
    forgetDense,
    forgetMatch,
  };
});
