import { resliceDense } from '../../../../studies/cardiac/dense/reslice.ts';
import type { DenseResult } from '../../../../studies/library/dense-records.ts';
import { SparrowError } from '../../../../studies/messages/sparrow-error.ts';
import type { ImplicitSummary } from '../../contract/dense-routes.ts';
import type { HeartJobTools } from '../../jobs/hearts/heart-tools.ts';
import type { StudyPlanes } from '../hearts/study-planes.ts';
import { offThread } from '../off-thread.ts';
import type { EventsService } from '../services.ts';
import type { DenseService } from './dense-service.ts';
import { bodyNames } from './mesh-bytes.ts';

/** Surfaces that are kept: all phases of one heart, and some of another. */
const keptSurfaces = 64;

export function createDense(
  { library }: Pick<HeartJobTools, 'library'>,
  events: EventsService,
  planes: StudyPlanes,
): DenseService {
  const { dense } = library;
  const surfaces = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  function at(id: string, phase: number): DenseResult {
    const found = dense.get(id);
    if (phase >= found.phases.length) {
      const { dims } = found.grid;
      throw new SparrowError('library/out-of-range', {
        phases: found.phases.length,
        slices: dims[2],
      });
    }
    return found;
  }
  const picture = async (id: string, phase: number) =>
    library.volumes.readVoxels(at(id, phase).volumeId, { phase });
  const labels = async (id: string, phase: number) =>
    library.volumes.readVoxels(at(id, phase).labelsVolumeId, { phase });

  function surfacesOf(id: string, phase: number) {
    const { grid } = at(id, phase);
    const key = `${id}/${phase}`;
    const known = surfaces.get(key);
    if (known !== undefined) return known;
    const made = labels(id, phase).then((classes) => offThread('denseSurfaces', classes, grid));
    surfaces.set(key, made);
    made.catch(() => surfaces.delete(key));
    for (const oldest of surfaces.keys()) {
      if (surfaces.size <= keptSurfaces) break;
      surfaces.delete(oldest);
    }
    return made;
  }

  return {
    list: (filter) => Promise.try(() => dense.list(filter)),
    get: (id) => Promise.try(() => dense.get(id)),
    find: (id) => Promise.try(() => dense.find(id)),
    remove: (id) =>
      Promise.try(() => {
        dense.delete(id);
        events.publish({ type: 'library', change: 'dense' });
      }),
    picture,
    labels,
    surfaces: (id, phase) => Promise.try(() => surfacesOf(id, phase)),
    async reslice(id, planeId, phase) {
      const found = at(id, phase);
      const { planes: all } = await planes.read(found.studyUid);
      const plane = all.find((one) => one.id === planeId);
      if (plane === undefined) throw new SparrowError('dense/no-plane');
      const one = { picture: await picture(id, phase), labels: await labels(id, phase) };
      const cut = resliceDense(one, found.grid, plane, found.frame);
      const bytes = new Uint8Array(3 * cut.labels.length);
      bytes.set(cut.picture.map(Math.round));
      bytes.set(cut.labels, cut.labels.length);
      bytes.set(
        cut.coverage.map((covered) => 255 * covered),
        2 * cut.labels.length,
      );
      return bytes;
    },
    async stl(id, phase, name) {
      const { grid } = at(id, phase);
      const names = name === undefined ? bodyNames : [name];
      const bytes = await offThread('denseStl', await labels(id, phase), grid, names);
      const part = name ?? 'heart';
      return {
        fileName: `sparrow-${part}-phase-${phase + 1}.stl`,
        contentType: 'model/stl',
        bytes,
      };
    },
    implicit: (id, phase) =>
      Promise.try(() => {
        const found = dense.opinions(id).find((opinion) => opinion.phase === phase);
        if (found === undefined) throw new SparrowError('dense/no-opinion');
        return found.meshes;
      }),
    implicitSummary: (id) =>
      Promise.try(() => {
        const opinions = dense.opinions(id);
        const [first] = opinions;
        if (first === undefined) return null;
        return {
          phases: opinions.map(({ phase }) => phase),
          bodies: first.summary as ImplicitSummary['bodies'],
        };
      }),
  };
}
