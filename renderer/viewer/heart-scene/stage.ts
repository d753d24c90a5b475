import { heartColours } from '../labels-colours.ts';
import type { Slice } from '../slice.ts';
import type { WindowLevel } from '../window-level.ts';
import { burnBorder, burnText, textCoverage } from './burn.ts';
import { drawCrop } from './crop-picture.ts';
import { quadShare, type PlaneQuad, type QuadCorners } from './quads.ts';
import { bodyNames, type BeatingHeart, type BodyName } from './surfaces.ts';
import type { VtkHeartScene } from './vtk-scene.ts';

export interface Look {
  readonly shown: boolean;
  /** 0 to 1. */
  readonly opacity: number;
}

/** What stands in the scene and can be shown or hidden on its own. */
export type PartName = 'long' | 'short' | BodyName;
export const partNames: readonly PartName[] = ['long', 'short', ...bodyNames];

export const openingLooks: Readonly<Record<PartName, Look>> = {
  long: { shown: true, opacity: 1 },
  short: { shown: true, opacity: 1 },
  lvCavity: { shown: true, opacity: 1 },
  lvEpicardium: { shown: true, opacity: 0.3 },
  rvCavity: { shown: true, opacity: 1 },
};

/** A plane that the model drew; it stands in the scene only when it was asked for. */
export interface SyntheticQuad {
  readonly id: string;
  readonly corners: QuadCorners;
  /** Fills the picture for a share of the beat, marked as synthetic. */
  readonly paint: (pixels: Uint8Array, side: number, share: number) => void;
}

export interface StageNow {
  /** Phase of the lead volume, and the share of the beat that it stands for. */
  readonly phase: number;
  readonly share: number;
  /** Grows when samples arrive. */
  readonly news: number;
  readonly quads: readonly PlaneQuad[];
  readonly labelOf: (quad: PlaneQuad) => string;
  /** Short-axis planes that stand in the scene. */
  readonly stack: ReadonlySet<string>;
  readonly sliceOf: (quad: PlaneQuad) => { slice: Slice; window: WindowLevel } | null;
  readonly heart: BeatingHeart | null;
  readonly looks: Readonly<Record<PartName, Look>>;
  readonly synthetic: readonly SyntheticQuad[];
}

/** Colours of the lines around planes: long axis, short axis. */
const borders = { long: [255, 212, 121], short: [79, 209, 224] } as const;
const bodyColours = {
  lvCavity: heartColours.lvCavity,
  lvEpicardium: heartColours.lvMyocardium,
  rvCavity: heartColours.rvCavity,
} as const;

interface Canvas {
  readonly pixels: Uint8Array;
  readonly coverage: Uint8Array | null;
  painted: string;
}

/** Side of the pictures on the quads, in pixels. */
const sidePx = { software: 112, card: 208 };

/** Keeps a scene as it should be, doing again only what has changed since the last draw. */
export class Stage {
  readonly #canvases = new Map<string, Canvas>();
  readonly #moved = new Map<BodyName, Float32Array>();
  readonly #triangles = new Map<BodyName, Uint32Array>();
  #scene: VtkHeartScene | null = null;

  sync(scene: VtkHeartScene, now: StageNow): void {
    if (scene !== this.#scene) {
      this.#canvases.clear();
      this.#moved.clear();
      this.#scene = scene;
    }
    for (const quad of now.quads) this.#syncPlane(scene, quad, now);
    for (const name of bodyNames) this.#syncBody(scene, name, now);
    this.#syncSynthetic(scene, now);
  }

  #syncPlane(scene: VtkHeartScene, quad: PlaneQuad, now: StageNow): void {
    const { id, view } = quad.plane;
    const group = view === 'sax' ? 'short' : 'long';
    const { shown, opacity } = now.looks[group];
    const stands = shown && (group === 'long' || now.stack.has(id));
    const found = stands ? now.sliceOf(quad) : null;
    if (found) {
      const label = now.labelOf(quad);
      const canvas = this.#canvas(scene, id, quad.corners, label);
      const key = `${now.phase} ${now.news} ${label}`;
      if (canvas.painted !== key) {
        const picture = { pixels: canvas.pixels, side: sideOf(scene), channels: 3 } as const;
        drawCrop(picture, found.slice, quad.grid, found.window, quadShare);
        burnBorder(picture, borders[group]);
        if (canvas.coverage) burnText(picture, canvas.coverage, borders[group]);
        canvas.painted = key;
        scene.repaint(id);
      }
    }
    const ready = (this.#canvases.get(id)?.painted ?? '') !== '';
    scene.look(id, stands && ready, opacity);
  }

  #syncBody(scene: VtkHeartScene, name: BodyName, now: StageNow): void {
    const body = now.heart?.[name];
    const points = body?.points[now.phase];
    if (!body || !points) {
      this.#moved.delete(name);
      return scene.remove(name);
    }
    if (this.#moved.get(name) !== points) {
      // Other triangles come with other contours only.
      if (this.#triangles.get(name) !== body.triangles || !scene.has(name)) {
        scene.addSurface(name, points, body.triangles, bodyColours[name]);
        this.#triangles.set(name, body.triangles);
      }
      scene.move(name, points, body.normals[now.phase]!);
      this.#moved.set(name, points);
    }
    scene.look(name, now.looks[name].shown, now.looks[name].opacity);
  }

  #syncSynthetic(scene: VtkHeartScene, now: StageNow): void {
    const wanted = new Set(now.synthetic.map(({ id }) => id));
    for (const id of [...this.#canvases.keys()]) {
      if (!id.startsWith('synthetic') || wanted.has(id)) continue;
      this.#canvases.delete(id);
      scene.remove(id);
    }
    for (const { id, corners, paint } of now.synthetic) {
      const canvas = this.#canvas(scene, id, corners, '');
      if (canvas.painted !== String(now.phase)) {
        paint(canvas.pixels, sideOf(scene), now.share);
        canvas.painted = String(now.phase);
        scene.repaint(id);
      }
    }
  }

  #canvas(scene: VtkHeartScene, id: string, corners: QuadCorners, label: string): Canvas {
    const known = this.#canvases.get(id);
    if (known) return known;
    const side = sideOf(scene);
    const coverage = label === '' ? null : textCoverage(label, side);
    const made = { pixels: new Uint8Array(3 * side * side), coverage, painted: '' };
    this.#canvases.set(id, made);
    scene.addQuad(id, corners, made.pixels, side);
    return made;
  }
}

const sideOf = ({ software }: VtkHeartScene) => (software ? sidePx.software : sidePx.card);
