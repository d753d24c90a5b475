import type { HeartCorrections, HeartPlanes } from '../../../../studies/library/heart-records.ts';
import type { Library } from '../../../../studies/library/library.ts';
import { offThread } from '../off-thread.ts';
import type { VolumesService } from '../services.ts';
import { cinesOf, heartVolumes } from './cine-volumes.ts';

/** Studies whose planes are kept: the one on screen, and the one before. */
const keptStudies = 2;

/**
 * A study's planes, read in a thread of its own. The same cines under the same corrections are read
 * once, however often the page, a correction or a job asks.
 */
export class StudyPlanes {
  readonly #tools: { library: Library; volumes: VolumesService };
  readonly #kept = new Map<string, { key: string; planes: Promise<HeartPlanes> }>();

  constructor(tools: { library: Library; volumes: VolumesService }) {
    this.#tools = tools;
  }

  /**
   * Under the corrections that are kept, or others that are being thought of. Rejects with the
   * `cardiac/*` sentence that says why the study cannot be analysed.
   */
  async read(studyUid: string, thought?: HeartCorrections): Promise<HeartPlanes> {
    const { library } = this.#tools;
    const study = library.studies.get(studyUid);
    const corrections = thought ?? library.hearts.corrections(studyUid);
    const key = JSON.stringify([cinesOf(study).map(({ id }) => id), corrections]);
    const known = this.#kept.get(studyUid);
    if (known?.key === key) return known.planes;
    const planes = heartVolumes(this.#tools, study).then((volumes) =>
      offThread('heartPlanes', volumes, corrections),
    );
    this.#kept.delete(studyUid);
    this.#kept.set(studyUid, { key, planes });
    planes.catch(() => this.#kept.delete(studyUid));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptStudies) break;
      this.#kept.delete(oldest);
    }
    return planes;
  }
}
