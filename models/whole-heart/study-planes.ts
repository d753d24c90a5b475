import { beatTiming, type BeatTiming } from '../../studies/cardiac/planes/beat-timing.ts';
import type { CineCandidate } from '../../studies/cardiac/planes/candidate.ts';
import { cropGrid, type CropGrid } from '../../studies/cardiac/planes/crop-grid.ts';
import { frameTriplet, nativeCrop, overTheBeat } from '../../studies/cardiac/planes/crop-plane.ts';
import { slotGeometry, type SlotPass } from '../../studies/cardiac/planes/slots.ts';
import type { HeartFrame, HeartPlane } from '../../studies/library/heart-records.ts';
import type { HeartInput, HeartVolume } from './messages.ts';
import { PLANE_PIXELS, SLOTS } from './graph-shapes.ts';
import type { Frame } from './segment.ts';
import { usualGeometry } from './usual-geometry.ts';

/** The volume as the planes room reads it. */
export function candidateOf(volume: HeartVolume): CineCandidate {
  const { voxels, rescaleSlope, rescaleIntercept, ...rest } = volume;
  return {
    ...rest,
    readSlice(slice) {
      const size = volume.dims[0] * volume.dims[1];
      const values = new Float32Array(volume.phases * size);
      for (let phase = 0; phase < volume.phases; phase++) {
        const from = (phase * volume.dims[2] + slice) * size;
        for (let n = 0; n < size; n++)
          values[phase * size + n] = voxels[from + n]! * rescaleSlope + rescaleIntercept;
      }
      return values;
    },
  };
}

/** A study's planes in use under one heart frame, with their pictures as the networks want them. */
export class StudyPlanes {
  readonly planes: ReadonlyMap<string, HeartPlane>;
  readonly frame: HeartFrame;
  readonly #candidates: ReadonlyMap<string, CineCandidate>;
  readonly #crops = new Map<string, Promise<Float32Array>>();

  constructor(
    planes: readonly HeartPlane[],
    frame: HeartFrame,
    candidates: readonly CineCandidate[],
  ) {
    this.planes = new Map(planes.filter(({ used }) => used).map((plane) => [plane.id, plane]));
    this.frame = frame;
    this.#candidates = new Map(candidates.map((candidate) => [candidate.volumeId, candidate]));
  }

  plane(id: string): HeartPlane {
    return this.planes.get(id)!;
  }

  timing(id: string): BeatTiming {
    return beatTiming(this.#candidates.get(this.plane(id).volumeId)!);
  }

  grid(id: string): CropGrid {
    return cropGrid(this.plane(id), this.frame);
  }

  /** The frames of a plane at some of its phases, as it lies in `slot`. */
  async frames(id: string, slot: number, phases: readonly number[]): Promise<Frame[]> {
    const whole = await this.#crop(id);
    const { shares } = this.timing(id);
    return phases.map((phase) => ({
      triplet: frameTriplet(whole, phase),
      slot,
      share: shares[phase]!,
    }));
  }

  /** The encoder's input of one pass, as it is kept. */
  async input(pass: SlotPass): Promise<Omit<HeartInput, 'masks'>> {
    const images = new Uint8Array(SLOTS * PLANE_PIXELS);
    const geometry: number[] = [];
    for (const [slot, id] of pass.planeIds.entries()) {
      geometry.push(
        ...(id === null ? usualGeometry(slot) : slotGeometry(this.plane(id), this.frame)),
      );
      if (id === null) continue;
      const beat = overTheBeat(await this.#crop(id), this.timing(id));
      const from = slot * PLANE_PIXELS;
      for (let n = 0; n < PLANE_PIXELS; n++) images[from + n] = Math.round(255 * beat[n]!);
    }
    return { images, present: pass.planeIds.map((id) => (id === null ? 0 : 1)), geometry };
  }

  #crop(id: string): Promise<Float32Array> {
    const crop = this.#crops.get(id) ?? this.#cut(id);
    this.#crops.set(id, crop);
    return crop;
  }

  /** Acquired frames in the plane's crop. */
  async #cut(id: string): Promise<Float32Array> {
    const plane = this.plane(id);
    const pixels = await this.#candidates.get(plane.volumeId)!.readSlice(plane.slice);
    return nativeCrop(pixels, plane, this.frame);
  }
}
