import type { DenseGrid, DensePlane } from '../../../studies/library/dense-records.ts';
import type { VtkHeartScene } from '../heart-scene/vtk-scene.ts';
import { bodyNames } from '../heart-scene/surfaces.ts';
import { paintCutFace, type DensePhase } from './cut-face.ts';
import type { CutFace, CutPlane } from './cut-plane.ts';
import { bodyColours, type DenseBodies, type DenseBody } from './dense-bodies.ts';
import type { Rings } from './rings.ts';
import { denseParts, type DenseLook, type DensePart } from './dense-looks.ts';

export interface DenseStageNow {
  /** Names the result: parts of another one are thrown away. */
  readonly id: string;
  readonly phase: number;
  readonly phases: number;
  readonly bodies: (phase: number) => DenseBodies | null;
  /** The second opinion, drawn as edges over the other. */
  readonly wires: (phase: number) => DenseBodies | null;
  readonly rings: (phase: number) => Rings | null;
  readonly voxels: (phase: number) => DensePhase | null;
  readonly looks: Readonly<Record<DensePart, DenseLook>>;
  readonly tint: boolean;
  readonly cut: CutPlane | null;
  readonly face: CutFace;
  readonly grid: DenseGrid;
  readonly planes: readonly DensePlane[];
}

const ringColour = [245, 245, 245] as const;
const faceId = 'cut face';
/** Side of the picture on the cut, in pixels. */
const sidePx = { software: 112, card: 224 };

/**
 * Keeps a scene as it should be. Every phase has actors of its own that stay on the card once they
 * were drawn: playing only says which of them are seen.
 */
export class DenseStage {
  #scene: VtkHeartScene | null = null;
  #id = '';
  readonly #built = new Map<string, unknown>();
  #seen: string[] = [];
  #face: { pixels: Uint8Array; painted: string } | null = null;

  sync(scene: VtkHeartScene, now: DenseStageNow): void {
    if (scene !== this.#scene || now.id !== this.#id) this.#clear(scene, now.id);
    scene.cut(now.cut);
    const seen: string[] = [];
    for (const part of denseParts) this.#syncPart(scene, part, now, seen);
    for (const id of this.#seen) if (!seen.includes(id)) scene.look(id, false, 0);
    this.#seen = seen;
    this.#syncFace(scene, now);
  }

  #syncPart(scene: VtkHeartScene, part: DensePart, now: DenseStageNow, seen: string[]): void {
    const { shown, opacity } = now.looks[part];
    const id = `${part}/${now.phase}`;
    if (!shown) return;
    if (part === 'rings') {
      const rings = now.rings(now.phase);
      if (!rings) return;
      this.#build(id, rings, () => scene.addSurface(id, rings.points, rings.triangles, ringColour));
      scene.look(id, true, opacity);
      seen.push(id);
      return;
    }
    const wire = part === 'wires';
    const bodies = (wire ? now.wires : now.bodies)(now.phase);
    for (const name of wire ? bodyNames : [part]) {
      const body = bodies?.[name];
      if (!body) continue;
      const own = `${id}/${name}`;
      this.#build(own, body, () => addBody(scene, own, body, bodyColours[name], wire));
      scene.look(own, true, opacity);
      if (!wire) scene.tint(own, now.tint);
      seen.push(own);
    }
  }

  #build(id: string, from: unknown, add: () => void): void {
    if (this.#built.get(id) === from) return;
    add();
    this.#built.set(id, from);
  }

  #syncFace(scene: VtkHeartScene, now: DenseStageNow): void {
    const voxels = now.cut && now.face !== 'none' ? now.voxels(now.phase) : null;
    if (!now.cut || !voxels) return scene.look(faceId, false, 0);
    const side = scene.software ? sidePx.software : sidePx.card;
    if (!this.#face) {
      this.#face = { pixels: new Uint8Array(4 * side * side), painted: '' };
      scene.addQuad(faceId, now.cut.corners, this.#face.pixels, side);
    }
    const key = `${now.phase} ${now.face} ${now.tint} ${now.cut.corners.flat().join(' ')}`;
    if (this.#face.painted !== key) {
      const { grid, planes, face, cut, tint } = now;
      paintCutFace(this.#face.pixels, side, face, voxels, grid, planes, cut.corners, tint);
      scene.moveQuad(faceId, now.cut.corners);
      scene.repaint(faceId);
      this.#face.painted = key;
    }
    scene.look(faceId, true, 1);
  }

  #clear(scene: VtkHeartScene, id: string): void {
    if (scene === this.#scene) for (const part of this.#built.keys()) scene.remove(part);
    if (scene === this.#scene) scene.remove(faceId);
    this.#built.clear();
    this.#seen = [];
    this.#face = null;
    this.#scene = scene;
    this.#id = id;
  }
}

function addBody(
  scene: VtkHeartScene,
  id: string,
  body: DenseBody,
  colour: readonly [number, number, number],
  wire: boolean,
): void {
  const style = wire ? { wire } : { pointColours: body.colours };
  scene.addSurface(id, body.points, body.triangles, colour, style);
  scene.move(id, body.points, body.normals);
}
