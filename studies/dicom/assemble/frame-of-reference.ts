import { groupBy, type PlacedFrame } from './source-frame.ts';

/**
 * Which frame of reference each series stands in, one or several. Careless de-identification gives
 * every image one of its own; where a series has more of them than half its images, they tell
 * nothing and are taken as none.
 */
export class FramesOfReference {
  readonly #broken = new Set<string>();

  constructor(frames: readonly PlacedFrame[]) {
    for (const series of groupBy(frames, seriesOf)) {
      const images = new Set(series.map(({ ref }) => ref.id)).size;
      const named = new Set(series.map(({ header }) => header.frameOfReferenceUid ?? ''));
      if (named.size > 1 && named.size > images / 2) this.#broken.add(seriesOf(series[0]!));
    }
  }

  /** True where the header's frames of reference contradict each other. */
  brokenIn(frame: PlacedFrame): boolean {
    return this.#broken.has(seriesOf(frame));
  }

  /** The usable UID; null where there is none. */
  of(frame: PlacedFrame): string | null {
    const uid = frame.header.frameOfReferenceUid;
    return this.brokenIn(frame) || uid === null || uid === '' ? null : uid;
  }
}

const seriesOf = ({ header }: PlacedFrame) => `${header.studyUid}|${header.seriesUid}`;
