import type { Page, Route } from '@playwright/test';
import { maskMeasures } from '../../../studies/cardiac/function/mask-measures.ts';
import type {
  HeartEdit,
  HeartPlane,
  HeartPlanes,
  HeartResult,
  HeartView,
} from '../../../studies/library/heart-records.ts';
import type { StudyRecord, VolumeRecord } from '../../../studies/library/records.ts';
import { contraction, RR_INTERVAL_MS } from '../../../studies/samples/beat.ts';
import {
  basePoint,
  lateralAxis,
  leftVentricleAxesMm,
  longAxis,
  septalAxis,
  toHeart,
} from '../../../studies/samples/heart-phantom.ts';
import { voxelToPatient, type Vector3 } from '../../../studies/volume/geometry.ts';

const views: Record<string, HeartView> = {
  'cine SAX': 'sax',
  'cine 2CH': '2ch',
  'cine 3CH': '3ch',
  'cine 4CH': '4ch',
};

/** Class of a place of the sample heart at a contraction, from its own shape. */
export function classOf([s, u, v]: Vector3, c: number): number {
  const { base, cavity, wall } = leftVentricleAxesMm(c);
  const r = Math.hypot(u, v);
  const inside = ({ length, radius }: typeof wall) =>
    s >= base && (r / radius) ** 2 + ((s - base) / length) ** 2 < 1;
  if (inside(cavity)) return 1;
  if (inside(wall)) return 2;
  const low = 16 * c - 2;
  const taper = 1 - ((s - low) / (74 - low)) ** 2;
  if (s >= low && ((u - 30 + 3 * c) / (27.5 - 8 * c)) ** 2 + (v / (38.5 - 7.5 * c)) ** 2 < taper)
    return 3;
  const atrium = (us: number, vs: number, ss: number, a: number) => {
    const size = a * 0.9 * (1 + 0.16 * c);
    return Math.hypot((u - us) / size, (v - vs) / (1.15 * size), (s - ss) / size) < 1;
  };
  if (atrium(-4, 6, -19 + 11 * c, 23)) return 4;
  return atrium(42, 8, -18 + 12 * c, 22) ? 5 : 0;
}

function labelsOf(volume: VolumeRecord): Uint8Array {
  const [columns, rows, slices] = volume.dims;
  const labels = new Uint8Array(columns * rows * slices * volume.phases);
  let at = 0;
  for (let phase = 0; phase < volume.phases; phase++) {
    const c = contraction(phase / volume.phases);
    for (let k = 0; k < slices; k++)
      for (let j = 0; j < rows; j++)
        for (let i = 0; i < columns; i++)
          labels[at++] = classOf(toHeart(voxelToPatient(volume, [i, j, k])), c);
  }
  return labels;
}

/**
 * Stands where the engine's heart routes would, for the sample study: its own shape as the model's
 * contours, measured by the real code, edits kept and measured too. Everything else is the engine's.
 */
export class FakeHeart {
  readonly study: StudyRecord;
  readonly planes: HeartPlanes;
  result: HeartResult | null = null;
  /** Answer saves with a failure. */
  failing = false;
  readonly saves: string[] = [];
  readonly #cines: readonly VolumeRecord[];
  readonly #labels: ReadonlyMap<string, Uint8Array>;
  readonly #edits = new Map<string, { edit: HeartEdit; labels: Uint8Array }>();

  constructor(study: StudyRecord) {
    this.study = study;
    this.#cines = study.series.flatMap((series) => series.volumes);
    this.#labels = new Map(this.#cines.map((volume) => [volume.id, labelsOf(volume)]));
    const sax = this.#cines.find((volume) => volume.description === 'cine SAX')!;
    this.planes = {
      studyUid: study.uid,
      planes: this.#cines.flatMap(planesOf),
      frame: {
        originMm: basePoint.map((x, n) => x + 39 * longAxis[n]!) as [number, number, number],
        e1: [...septalAxis],
        e2: [...lateralAxis],
        e3: [...longAxis],
        originBy: 'long-axis',
        septalBy: 'four-chamber',
      },
      leadVolumeId: sax.id,
      phases: sax.phases,
      rrIntervalMs: RR_INTERVAL_MS,
      heartRate: 60_000 / RR_INTERVAL_MS,
      corrections: {
        views: {},
        used: {},
        orderReversed: false,
        centreMm: null,
        edPhase: null,
        esPhase: null,
        heightCm: null,
        weightKg: null,
      },
      warnings: [],
    };
  }

  /** As after a run. */
  analyse(): void {
    const masks = this.#measure(false);
    const head = Object.fromEntries(
      Object.entries(masks.measures).map(([name, { value }]) => {
        const moved = name === 'lvEfPct' ? value + 7 : value * 1.03;
        return [name, { value: moved, low: moved * 0.92, high: moved * 1.08 }];
      }),
    );
    this.result = {
      id: 'heart-1',
      studyUid: this.study.uid,
      model: 'Whole-heart',
      modelVersion: '0.1.0',
      weightsSha256: 'a'.repeat(64),
      inputSha256: 'b'.repeat(64),
      preprocessing: '1',
      provider: 'cpu',
      seconds: 21,
      created: '2026-11-27T10:00:00Z',
      badge: 'Whole-heart 0.1.0 · 13 planes · research use',
      planes: this.planes.planes,
      frame: this.planes.frame!,
      leadVolumeId: this.planes.leadVolumeId!,
      phases: this.planes.phases,
      rrIntervalMs: this.planes.rrIntervalMs,
      heartRate: this.planes.heartRate,
      edPhase: masks.edPhase,
      esPhase: masks.esPhase,
      measures: head,
      measuresBy: 'head',
      head,
      masks,
      edited: null,
      labels: this.#cines.map(({ id }) => ({
        sourceVolumeId: id,
        labelsVolumeId: `labels-${id}`,
      })),
      flags: [
        {
          code: 'heart/ef-disagrees',
          level: 'review',
          message:
            'The ejection fraction of the model and that of its contours differ by 7 points.',
          action: 'Check the contours at end-diastole and end-systole.',
          value: 7,
          limit: 5,
          unit: 'points',
          planeId: null,
        },
        {
          code: 'heart/plane-misaligned',
          level: 'review',
          message: 'This slice does not fit the long-axis planes where they meet.',
          action: 'Take the plane out if it was acquired in another breath-hold.',
          value: 0.41,
          limit: 0.6,
          unit: '',
          planeId: this.planes.planes[3]!.id,
        },
      ],
      warnings: [],
      embedding: Array.from({ length: 128 }, (_, n) => (n === 0 ? 1 : 0)),
      withoutPlane: [],
      bodySurfaceM2: null,
      patientSex: 'F',
      patientAgeYears: 56,
    };
  }

  #measure(edited: boolean) {
    const { planes, frame, phases, heartRate } = this.planes;
    return maskMeasures({
      planes: planes.map((plane) => ({
        plane,
        labels: (phase) => this.#slice(plane.volumeId, plane.slice, phase, edited),
      })),
      frame: frame!,
      phases,
      heartRate,
      papillary: 'in-volume',
    });
  }

  #slice(volumeId: string, slice: number, phase: number, edited: boolean): Uint8Array {
    const drawn = edited ? this.#edits.get(`${volumeId}/${slice}/${phase}`) : undefined;
    if (drawn) return drawn.labels;
    const { dims } = this.#cines.find(({ id }) => id === volumeId)!;
    const size = dims[0] * dims[1];
    const at = (phase * dims[2] + slice) * size;
    return this.#labels.get(volumeId)!.subarray(at, at + size);
  }

  async serve(page: Page): Promise<void> {
    const json = (route: Route, body: unknown) => route.fulfill({ json: body });
    await page.route('**/api/studies/*/heart/planes', (route) => json(route, this.planes));
    await page.route('**/api/studies/*/heart/corrections', (route) => {
      this.#correct(route.request().postDataJSON() as HeartPlanes['corrections']);
      return json(route, this.planes);
    });
    await page.route('**/api/studies/*/hearts', (route) =>
      json(route, { hearts: this.result ? [this.result] : [] }),
    );
    await page.route('**/api/studies/*/heart/trend', (route) => json(route, { points: [] }));
    await page.route('**/api/hearts/heart-1', (route) => json(route, this.result));
    await page.route('**/api/hearts/*/similar*', (route) => json(route, { neighbours: [] }));
    await page.route('**/api/hearts/*/edits', (route) =>
      json(route, { edits: [...this.#edits.values()].map(({ edit }) => edit) }),
    );
    await page.route('**/api/hearts/*/labels?*', (route) => this.#labelRoute(route));
    await page.route('**/api/volumes/labels-*/voxels*', (route) => {
      const id = decodeURIComponent(route.request().url()).match(/labels-([^/]+)\/voxels/)![1]!;
      return route.fulfill({ body: Buffer.from(this.#labels.get(id)!) });
    });
  }

  #correct(corrections: HeartPlanes['corrections']): void {
    const { views, used } = corrections;
    Object.assign(this.planes, {
      corrections,
      planes: this.#cines.flatMap(planesOf).map((plane): HeartPlane => {
        const view = views[plane.id] ?? plane.view;
        const inUse = used[plane.id] ?? plane.used;
        return {
          ...plane,
          view,
          viewBy: plane.id in views ? 'user' : plane.viewBy,
          order: view === 'sax' ? plane.order : null,
          used: inUse,
          reason: inUse ? null : 'Taken out by the user.',
        };
      }),
    });
  }

  #labelRoute(route: Route): Promise<void> {
    const request = route.request();
    const query = new URL(request.url()).searchParams;
    const volumeId = query.get('volume')!;
    const [slice, phase] = [Number(query.get('slice')), Number(query.get('phase'))];
    const key = `${volumeId}/${slice}/${phase}`;
    if (request.method() === 'GET') {
      const { dims } = this.#cines.find(({ id }) => id === volumeId)!;
      const slices = Array.from({ length: dims[2] }, (_, k) =>
        Buffer.from(this.#slice(volumeId, k, phase, query.get('edited') === 'true')),
      );
      return route.fulfill({ body: Buffer.concat(slices) });
    }
    if (this.failing) {
      const error = { code: 'x', message: 'The disk is full.', action: 'Free some space.' };
      return route.fulfill({ status: 507, json: { error } });
    }
    this.saves.push(`${request.method()} ${slice}/${phase}`);
    if (request.method() === 'DELETE') this.#edits.delete(key);
    else {
      const created = new Date().toISOString();
      const edit = { sourceVolumeId: volumeId, slice, phase, created };
      this.#edits.set(key, { edit, labels: new Uint8Array(request.postDataBuffer()!) });
    }
    const edited = this.#edits.size > 0 ? this.#measure(true) : null;
    this.result = {
      ...this.result!,
      edited,
      measures: edited ? { ...this.result!.head, ...edited.measures } : this.result!.head,
      measuresBy: edited ? 'edited' : 'head',
    };
    return route.fulfill({ json: this.result });
  }
}

function planesOf(volume: VolumeRecord): HeartPlane[] {
  const view = views[volume.description] ?? 'other';
  const slices = volume.dims[2];
  return Array.from({ length: slices }, (_, slice) => ({
    id: `${volume.id}/${slice}`,
    volumeId: volume.id,
    slice,
    view,
    viewBy: 'geometry',
    // The sample's stack runs from the apex to the base.
    order: view === 'sax' ? slices - 1 - slice : null,
    used: true,
    reason: null,
    slot: null,
    phases: volume.phases,
    originMm: voxelToPatient(volume, [0, 0, slice]) as [number, number, number],
    row: volume.axes[0],
    column: volume.axes[1],
    spacingMm: [volume.spacingMm[0], volume.spacingMm[1]],
    thicknessMm: 8,
    dims: [volume.dims[0], volume.dims[1]],
  }));
}
