import { shallowRef, watch, type ShallowRef } from 'vue';
import { useResults } from '../../stores/results.ts';
import type { OverlayOffer } from '../../viewer/overlays.ts';
import type { ResultRecord } from '../../../studies/library/records.ts';

/** From where on a spread is marked at first: what a sparse-view restoration varies by is about this. */
const spreadThresholdHu = 20;

/** The maps that a result brought along, as far as they could be found. */
export function useOverlayOffers(
  result: () => ResultRecord | null | undefined,
): ShallowRef<readonly OverlayOffer[]> {
  const results = useResults();
  const offers = shallowRef<readonly OverlayOffer[]>([]);

  watch(
    () => result()?.id,
    async (id) => {
      offers.value = [];
      const made = result();
      if (!made) return;
      const found = await offersOf(made, (volume) => results.volume(volume));
      if (result()?.id === id) offers.value = found;
    },
    { immediate: true },
  );
  return offers;
}

async function offersOf(
  { evidence, spreadVolume }: ResultRecord,
  volume: (id: string) => Promise<OverlayOffer['volume'] | undefined>,
): Promise<OverlayOffer[]> {
  const wanted = [
    evidence && {
      kind: 'departure' as const,
      id: evidence.departureVolume,
      thresholdHu: evidence.departureHu,
    },
    spreadVolume !== undefined && {
      kind: 'spread' as const,
      id: spreadVolume,
      thresholdHu: spreadThresholdHu,
    },
  ].filter((offer) => offer !== null && offer !== false);
  const found = await Promise.all(
    wanted.map(async ({ kind, id, thresholdHu }) => ({
      kind,
      thresholdHu,
      volume: await volume(id),
    })),
  );
  return found.flatMap(({ volume: record, ...offer }) =>
    record ? [{ ...offer, volume: record }] : [],
  );
}
