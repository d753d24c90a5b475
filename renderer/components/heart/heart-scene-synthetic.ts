import { shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { quadCorners, quadShare } from '../../viewer/heart-scene/quads.ts';
import type { SyntheticQuad } from '../../viewer/heart-scene/stage.ts';
import { drawSynthetic } from '../../viewer/heart-scene/synthetic-picture.ts';
import { syntheticPose } from '../../viewer/heart-scene/synthetic-pose.ts';
import { fetchSynthetic, syntheticFrame } from './synthetic-plane.ts';
import { useAsked } from './use-asked.ts';
import type { HeartResult } from '../../../studies/library/heart-records.ts';

/** The one plane that was asked to be drawn into the scene; none until someone asks. */
export function useSyntheticQuad(
  result: () => HeartResult,
  slot: Ref<number | null>,
): { quads: ShallowRef<readonly SyntheticQuad[]>; failure: ShallowRef<unknown> } {
  const { t } = useI18n();
  const { answer, failure } = useAsked(
    () => `${result().id} ${slot.value}`,
    async (signal) => {
      const wanted = slot.value;
      if (wanted === null) return null;
      return { slot: wanted, frames: await fetchSynthetic(result().id, wanted, signal) };
    },
  );
  const quads = shallowRef<readonly SyntheticQuad[]>([]);
  watch(answer, (made) => {
    if (!made) {
      quads.value = [];
      return;
    }
    const { centreMm, u, v } = syntheticPose(made.slot, result().frame);
    const word = t('heart-scene.synthetic.word');
    quads.value = [
      {
        id: `synthetic ${made.slot}`,
        corners: quadCorners(centreMm, u, v),
        paint: (pixels, side, share) =>
          copySynthetic(pixels, side, syntheticFrame(made.frames, share), word),
      },
    ];
  });
  return { quads, failure };
}

let sheet: HTMLCanvasElement | null = null;

function copySynthetic(pixels: Uint8Array, side: number, frame: Uint8Array, word: string): void {
  sheet ??= document.createElement('canvas');
  sheet.width = side;
  sheet.height = side;
  const context = sheet.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  drawSynthetic(context, frame, side, word, quadShare);
  const { data } = context.getImageData(0, 0, side, side);
  for (let n = 0; n < side * side; n++) pixels.set(data.subarray(4 * n, 4 * n + 3), 3 * n);
}
