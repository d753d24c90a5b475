import { needsReview } from '../../../../models/whole-heart/flags.ts';
import type { HeartEdit, HeartResult } from '../../../../studies/library/heart-records.ts';
import type { HeartChange, HeartFollowing } from '../../../../studies/library/heart-store.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { disagreement } from '../../../../studies/cardiac/function/disagreement.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import { offThread } from '../off-thread.ts';
import type { VolumesService } from '../services.ts';
import type { LabelledVolume } from './edited-measures.ts';
import type { LabelPlace } from './hearts-service.ts';
import { afterChanges, checkSlice, labelsVolume } from './label-maps.ts';

interface Waiting {
  readonly change: HeartChange;
  /** `created` of the edit that was seen there, empty for none; undefined: not asked. */
  readonly expected: string | undefined;
  readonly resolve: (heart: HeartResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lays drawn slices over a heart's label maps and measures anew, off the main thread. What is drawn
 * while a measurement runs waits and is measured together.
 */
export class HeartEditor {
  readonly #library: Library;
  readonly #volumes: VolumesService;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor({ library, volumes }: { library: Library; volumes: VolumesService }) {
    this.#library = library;
    this.#volumes = volumes;
  }

  /** `labels` null gives the model's own back. Resolves to the heart, measured anew. */
  change(
    id: string,
    { volumeId, slice, phase }: LabelPlace,
    labels: Uint8Array | null,
    expected?: string,
  ): Promise<HeartResult> {
    const { promise, resolve, reject } = Promise.withResolvers<HeartResult>();
    const change = { sourceVolumeId: volumeId, slice, phase, labels };
    const heart = this.#library.hearts.get(id);
    checkSlice(labelsVolume(this.#library, heart, volumeId), { volumeId, slice, phase }, labels);
    const waiting = this.#waiting.get(id);
    const entry = { change, expected, resolve, reject };
    if (waiting !== undefined) waiting.push(entry);
    else {
      this.#waiting.set(id, [entry]);
      void this.#work(id);
    }
    return promise;
  }

  async #work(id: string): Promise<void> {
    const waiting = this.#waiting.get(id) ?? [];
    while (waiting.length > 0) {
      const batch = takeBatch(waiting);
      try {
        const seen = this.#library.hearts.edits(id);
        const wanted = batch.filter((entry) => isExpected(entry, seen));
        for (const entry of batch) {
          if (!wanted.includes(entry)) entry.reject(new SparrowError('heart/edited-meanwhile'));
        }
        if (wanted.length === 0) continue;
        const heart = await this.#apply(
          id,
          wanted.map(({ change }) => change),
          seen,
        );
        for (const { resolve } of wanted) resolve(heart);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#waiting.delete(id);
  }

  async #apply(
    id: string,
    changes: readonly HeartChange[],
    seen: readonly HeartEdit[],
  ): Promise<HeartResult> {
    const { hearts } = this.#library;
    const edits = afterChanges(await hearts.drawn(id), changes);
    const follows = edits.length === 0 ? null : await this.#measured(hearts.unedited(id), edits);
    await hearts.draw(id, changes, follows, seen);
    return hearts.get(id);
  }

  async #measured(
    heart: HeartResult,
    edits: ReturnType<typeof afterChanges>,
  ): Promise<HeartFollowing> {
    const { edPhase, esPhase } = this.#library.hearts.corrections(heart.studyUid);
    const volumes: LabelledVolume[] = [];
    for (const { sourceVolumeId } of heart.labels) {
      const onVolume = edits.filter((edit) => edit.sourceVolumeId === sourceVolumeId);
      volumes.push(await this.#labelled(heart, sourceVolumeId, onVolume));
    }
    const { planes, frame, phases, heartRate } = heart;
    const order = { planes, frame, phases, heartRate, edPhase, esPhase, volumes };
    const edited = await offThread('heartMeasures', order);
    const flags = [
      ...heart.flags.filter(({ code }) => !disagreements.includes(code)),
      ...disagreement(heart.head, edited.measures),
    ];
    return {
      edited,
      measures: { ...heart.measures, ...edited.measures },
      measuresBy: 'edited',
      edPhase: edited.edPhase,
      esPhase: edited.esPhase,
      flags,
      warnings: [
        ...heart.warnings.filter(({ code }) => code !== reviewCode),
        ...needsReview(flags),
      ],
    };
  }

  async #labelled(
    heart: HeartResult,
    sourceVolumeId: string,
    edits: ReturnType<typeof afterChanges>,
  ): Promise<LabelledVolume> {
    const { id, dims } = labelsVolume(this.#library, heart, sourceVolumeId);
    const labels = await this.#library.volumes.readVoxels(id);
    const size = dims[0] * dims[1];
    for (const edit of edits) {
      labels.set(edit.labels, (edit.phase * dims[2] + edit.slice) * size);
    }
    const { voxels, rescaleSlope, rescaleIntercept } = await this.#volumes.grid(sourceVolumeId);
    return { volumeId: sourceVolumeId, dims, voxels, rescaleSlope, rescaleIntercept, labels };
  }
}

const reviewCode = 'heart/needs-review';
const disagreements: readonly string[] = ['heart/ef-disagrees', 'heart/volume-disagrees'];

/** All that wait, up to a second change of one slice: that one has to see the first. */
function takeBatch(waiting: Waiting[]): Waiting[] {
  const places = new Set<string>();
  let count = 0;
  for (const { change } of waiting) {
    const place = JSON.stringify([change.sourceVolumeId, change.slice, change.phase]);
    if (places.has(place)) break;
    places.add(place);
    count++;
  }
  return waiting.splice(0, count);
}

function isExpected({ change, expected }: Waiting, edits: readonly HeartEdit[]): boolean {
  if (expected === undefined) return true;
  const { sourceVolumeId, slice, phase } = change;
  const there = edits.find(
    (edit) =>
      edit.sourceVolumeId === sourceVolumeId && edit.slice === slice && edit.phase === phase,
  );
  return (there?.created ?? '') === expected;
}
