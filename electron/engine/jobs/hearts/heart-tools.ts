import type { StartWorker } from '../../../../models/runtime/protocol.ts';
import type { Library } from '../../../../studies/library/library.ts';
import type { Models } from '../../services/models.ts';
import type { VolumesService } from '../../services/services.ts';

/** The model that heart jobs run, by its folder and id. */
export const heartModel = 'whole-heart';

export interface HeartJobTools {
  library: Library;
  volumes: VolumesService;
  models: Models;
  startWorker: StartWorker;
  threads: number;
}
