import type { Page, Route } from '@playwright/test';
import { CROP_SIZE, cropGrid } from '../../../studies/cardiac/planes/crop-grid.ts';
import type {
  DenseMeasures,
  DensePlane,
  DenseResult,
  DenseSlice,
  Withheld,
} from '../../../studies/library/dense-records.ts';
import type { HeartPlane } from '../../../studies/library/heart-records.ts';
import { contraction, PHASES, RR_INTERVAL_MS } from '../../../studies/samples/beat.ts';
import { chestSignal, heartSignal, toHeart } from '../../../studies/samples/heart-phantom.ts';
import { dot, type LpsPoint, type Vector3 } from '../../../studies/volume/geometry.ts';
import { bodyBytes, bodyMeshes } from './dense-bodies.ts';
import { classOf, type FakeHeart } from './fake-heart.ts';

const along = (p: LpsPoint, axis: Vector3, mm: number): LpsPoint => [
  p[0] + mm * axis[0],
  p[1] + mm * axis[1],
  p[2] + mm * axis[2],
];
/** Every second phase of the cine: enough to see it beat, and half as long to make. */
const leadPhases = Array.from({ length: Math.ceil(PHASES / 2) }, (_, p) => 2 * p);
const contractionAt = (phase: number) => contraction(leadPhases[phase]! / PHASES);

const measures = (edv: number, esv: number, mass: number): DenseMeasures => {
  const of = (value: number, half: number) => ({ value, low: value - half, high: value + half });
  return {
    lvEdvMl: of(edv, 6),
    lvEsvMl: of(esv, 4),
    lvEfPct: of((100 * (edv - esv)) / edv, 3),
    lvMassG: of(mass, 8),
    rvEdvMl: null,
    rvEsvMl: null,
    rvEfPct: null,
  };
};

/**
 * Stands where the engine's routes of the dense heart would, for the sample study: the sample's own
 * shape on the grid of a run, so that every picture is known. Hearts are those of `FakeHeart`.
 */
export class FakeDense {
  readonly heart: FakeHeart;
  result: DenseResult | null = null;
  /** Bodies of the jobs that were started. */
  readonly started: unknown[] = [];
  /** What the queue answers. */
  jobs: object[] = [];
  /** A second opinion was fitted. */
  implicit: 'none' | 'done' = 'none';
  readonly #stack: HeartPlane[];
  readonly #phases = new Map<number, { picture: Uint8Array; labels: Uint8Array }>();

  constructor(heart: FakeHeart) {
    this.heart = heart;
    this.#stack = heart.planes.planes
      .filter(({ view }) => view === 'sax')
      .sort((a, b) => a.order! - b.order!);
  }

  /** As after a run of all phases. */
  run(): DenseResult {
    const frame = this.heart.planes.frame!;
    const crops = this.#stack.map((plane) => cropGrid(plane, frame));
    const { u, v, centreMm } = crops[0]!;
    const n = frame.e3;
    const depths = crops.map((crop) => dot(sub(crop.centreMm, centreMm), n));
    const stepMm = (depths[1]! - depths[0]!) / Math.round((depths[1]! - depths[0]!) / 2);
    const planes = planesOf(depths, stepMm);
    const longAxis = this.heart.planes.planes.filter(({ view }) => view !== 'sax');
    const curve = leadPhases.map((p) => 130 - 78 * contraction(p / PHASES));
    this.result = {
      id: 'dense-1',
      studyUid: this.heart.study.uid,
      volumeId: 'dense-picture',
      labelsVolumeId: 'dense-labels',
      model: 'DMCVR',
      modelVersion: '1.0.0',
      weightsSha256: 'a'.repeat(64),
      inputSha256: 'b'.repeat(64),
      provider: 'cpu',
      seconds: 64,
      created: '2026-11-27T10:00:00Z',
      badge: 'DMCVR 1.0.0 · made between measured slices · research use',
      method: 'dmcvr',
      steps: 20,
      seed: 1,
      targetMm: 2,
      frame,
      grid: {
        dims: [CROP_SIZE, CROP_SIZE, planes.length],
        spacingMm: [2, 2, stepMm],
        originMm: along(along(centreMm, u, -95), v, -95) as [number, number, number],
        u: [...u],
        v: [...v],
        n: [...n],
      },
      slices: this.#stack.map((plane, k): DenseSlice => ({
        planeId: plane.id,
        volumeId: plane.volumeId,
        slice: plane.slice,
        zMm: depths[k]!,
        used: true,
        shiftMm: [Math.sin(k * 2) * 1.8, Math.cos(k * 3) * 1.2],
      })),
      planes,
      phases: leadPhases,
      edPhase: 0,
      esPhase: curve.indexOf(Math.min(...curve)),
      rrIntervalMs: RR_INTERVAL_MS,
      shiftsCorrected: false,
      measures: measures(131, 53, 112),
      discs: measures(128, 51, 109),
      curves: { voxelMl: curve, meshMl: curve.map((ml) => ml * 0.975) },
      spread: { samples: 4, pixelSd: 0.018, lvMlSd: 1.1 },
      withheld: [2, 4, 6].map((k) => withheld(this.#stack[k]!.id, k)),
      longAxis: longAxis.map(({ id, view }, k) => ({
        planeId: id,
        view,
        correlation: [0.91 - 0.02 * k, 0.88 - 0.02 * k],
        dice: { lvCavity: 0.93 - 0.01 * k, lvMyocardium: 0.84 - 0.02 * k },
        outlineMm: 1.4 + 0.2 * k,
      })),
      warnings: [
        {
          code: 'dense/shifts',
          params: { mm: 1.8 },
          message:
            'Slices lie up to 1.8 mm apart sideways, as after breath-holds of different depth: run again with shifts taken out.',
        },
      ],
    };
    return this.result;
  }

  /** Picture and classes of one phase, from the sample's own shape. */
  voxels(phase: number): { picture: Uint8Array; labels: Uint8Array } {
    const known = this.#phases.get(phase);
    if (known) return known;
    const { grid } = this.result!;
    const c = contractionAt(phase);
    const [columns, rows, slices] = grid.dims;
    const picture = new Uint8Array(columns * rows * slices);
    const labels = new Uint8Array(picture.length);
    let at = 0;
    for (let k = 0; k < slices; k++) {
      const plane = along(grid.originMm, grid.n, k * grid.spacingMm[2]);
      for (let j = 0; j < rows; j++) {
        const row = along(plane, grid.v, 2 * j);
        for (let i = 0; i < columns; i++, at++) {
          const point = along(row, grid.u, 2 * i);
          picture[at] = grey(point, c);
          const label = classOf(toHeart(point), c);
          labels[at] = label > 3 ? 0 : label;
        }
      }
    }
    const made = { picture, labels };
    this.#phases.set(phase, made);
    return made;
  }

  async serve(page: Page): Promise<void> {
    await this.heart.serve(page);
    await page.route('**/api/jobs', (route) => {
      if (route.request().method() !== 'POST') return route.fulfill({ json: { jobs: this.jobs } });
      this.started.push(route.request().postDataJSON());
      const job = this.job({ state: 'queued', progress: null });
      this.jobs = [job];
      return route.fulfill({ json: job });
    });
    await page.route('**/api/studies/*/dense', (route) =>
      route.fulfill({ json: { dense: this.result ? [this.result] : [] } }),
    );
    await page.route('**/api/dense/dense-1/*', (route) => this.#route(route));
    await page.route('**/api/dense/dense-1/implicit/*', (route) => this.#implicitRoute(route));
  }

  /** A job of this study as the queue tells it. */
  job(given: object = {}): object {
    return {
      id: 'job-dense',
      kind: 'densify',
      state: 'running',
      sourceVolumeId: null,
      params: { studyUid: this.heart.study.uid },
      progress: {
        fraction: 0.44,
        step: 9,
        steps: 20,
        tile: 11,
        tiles: 25,
        secondsLeft: 36,
        device: 'CPU, 2 threads',
        phase: 'phases',
      },
      resultId: null,
      made: null,
      error: null,
      createdAt: '2026-11-27T10:00:00Z',
      startedAt: '2026-11-27T10:00:01Z',
      finishedAt: null,
      ...given,
    };
  }

  #route(route: Route): Promise<void> {
    const url = new URL(route.request().url());
    const phase = Number(url.searchParams.get('phase') ?? 0);
    const bytes = (body: Uint8Array) => route.fulfill({ body: Buffer.from(body) });
    switch (url.pathname.split('/').at(-1)) {
      case 'picture':
        return bytes(this.voxels(phase).picture);
      case 'labels':
        return bytes(this.voxels(phase).labels);
      case 'surfaces':
        return bytes(bodyBytes(bodyMeshes(contractionAt(phase))));
      case 'reslice':
        return bytes(this.#reslice(url.searchParams.get('plane')!, phase));
      case 'stl':
        return route.fulfill({
          body: Buffer.from('solid sparrow\nendsolid sparrow\n'),
          headers: { 'content-disposition': 'attachment; filename="sparrow-lv.stl"' },
        });
      default:
        return this.#implicitRoute(route);
    }
  }

  /** The second opinion: the same shapes, a little smaller, at end-diastole alone. */
  #implicitRoute(route: Route): Promise<void> {
    const path = new URL(route.request().url()).pathname;
    if (path.endsWith('summary')) {
      const bodies = [
        { name: 'lvCavity', distanceMm: 1.2, volumeMl: -3.4 },
        { name: 'lvEpicardium', distanceMm: 1.5, volumeMl: 2.1 },
        { name: 'rvCavity', distanceMm: 2.3, volumeMl: -5.8 },
      ];
      return route.fulfill({ json: this.implicit === 'done' ? { phases: [0], bodies } : null });
    }
    if (route.request().method() === 'POST') {
      const params = { studyUid: this.heart.study.uid, denseId: 'dense-1' };
      const job = this.job({ id: 'job-implicit', kind: 'implicit', params });
      this.jobs = [job];
      return route.fulfill({ json: job });
    }
    return route.fulfill({ body: Buffer.from(bodyBytes(bodyMeshes(0.12))) });
  }

  #reslice(planeId: string, phase: number): Uint8Array {
    const plane = this.heart.planes.planes.find(({ id }) => id === planeId)!;
    const { grid, frame } = this.result!;
    const crop = cropGrid(plane, frame);
    const size = CROP_SIZE * CROP_SIZE;
    const bytes = new Uint8Array(3 * size);
    const c = contractionAt(phase);
    const last = (grid.dims[2] - 1) * grid.spacingMm[2];
    for (let y = 0, at = 0; y < CROP_SIZE; y++) {
      for (let x = 0; x < CROP_SIZE; x++, at++) {
        const point = along(along(crop.centreMm, crop.u, 2 * x - 95), crop.v, 2 * y - 95);
        const z = dot(sub(point, grid.originMm), grid.n);
        if (z < 0 || z > last) continue;
        const label = classOf(toHeart(point), c);
        bytes[at] = grey(point, c);
        bytes[size + at] = label > 3 ? 0 : label;
        bytes[2 * size + at] = 255;
      }
    }
    return bytes;
  }
}

const sub = (a: LpsPoint, b: LpsPoint): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** Grey of a place of the sample: blood bright, muscle dark. */
function grey(point: LpsPoint, c: number): number {
  const signal = heartSignal(toHeart(point), c) ?? chestSignal(point);
  return Math.min(255, Math.max(0, Math.round(signal * 0.36)));
}

function planesOf(depths: readonly number[], stepMm: number): DensePlane[] {
  const count = Math.floor(depths.at(-1)! / stepMm + 1e-6) + 1;
  return Array.from({ length: count }, (_, k) => {
    const zMm = k * stepMm;
    const nearest = depths.findIndex((depth) => Math.abs(depth - zMm) < 0.05);
    if (nearest >= 0)
      return { zMm, kind: 'measured', below: nearest, above: nearest, share: 0 } as const;
    const above = depths.findIndex((depth) => depth > zMm);
    const [low, high] = [depths[above - 1]!, depths[above]!];
    const share = (zMm - low) / (high - low);
    return { zMm, kind: 'made', below: above - 1, above, share } as const;
  });
}

function withheld(planeId: string, k: number): Withheld {
  const scores = (psnrDb: number, ssim: number, lv: number, muscle: number, rv: number) => ({
    psnrDb: psnrDb - 0.1 * k,
    ssim,
    dice: { lvCavity: lv, lvMyocardium: muscle - 0.004 * k, rvCavity: k > 5 ? null : rv },
  });
  return {
    planeId,
    gapMm: 20,
    phase: 0,
    by: {
      dmcvr: scores(27.9, 0.872, 0.952, 0.871, 0.921),
      between: scores(28.3, 0.869, 0.949, 0.866, 0.925),
      linear: scores(25.2, 0.811, 0.941, 0.842, 0.904),
    },
  };
}
