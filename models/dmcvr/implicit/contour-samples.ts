import { NormalNoise } from '../../runtime/noise.ts';
import { dot, type LpsPoint } from '../../../studies/volume/geometry.ts';
import { boxAround, inBox, type FitBox } from './fit-box.ts';
import { signedDistanceMm } from './signed-distance.ts';
import { pixelInPatient, stackFrame, type PlaneGeometry } from './stack-frame.ts';

/** One plane with its label map, columns fastest. Planes that cannot show the class are left out. */
export interface LabelledPlane {
  readonly plane: PlaneGeometry;
  readonly labels: Uint8Array;
  /** False: the class cannot be seen here, so its absence means nothing. Default true. */
  readonly seen?: boolean;
}

/** Points in the box's axes with the signed distance to the outline in the point's own plane. */
export interface SampleBatch {
  /** x, y, z per point, mm from the box's centre along its axes. */
  readonly points: Float32Array;
  /** In-plane signed distance, mm, positive inside, clipped at `farMm`. */
  readonly signedMm: Float32Array;
}

/** In-plane distances are not told apart beyond this. */
export const farMm = 20;

/** A plane without the class says that it is outside, not how far: the surface may end right before it. */
const nothingMm = 3;

interface SampledPlane {
  readonly shows: boolean;
  readonly geometry: PlaneGeometry;
  readonly signedMm: Float32Array;
  /** Pixels in the box, nearest to the outline first; those of an empty plane in any order. */
  readonly pixels: Int32Array;
  /** How many of them are within each of `bandsMm`. */
  readonly within: readonly number[];
}

/** Coarse to fine: the share of points near the outline, and how near that is. */
export const bandsMm = [10, 5, 2.5] as const;
const nearShare = 0.7;
/** Share of points on the box's faces and the closing ends, where there is nothing. */
const faceShare = 0.1;

/** Draws points of all planes, evenly by area of their bands, and of the box's faces. */
export class ContourSamples {
  readonly box: FitBox;
  readonly #planes: readonly SampledPlane[];
  readonly #noise: NormalNoise;

  private constructor(box: FitBox, planes: readonly SampledPlane[], seed: number) {
    this.box = box;
    this.#planes = planes;
    this.#noise = new NormalNoise(seed, 2);
  }

  /**
   * Null where no plane shows the class. Throws RangeError where a label map is not of its plane's size.
   * @param inside which labels are the class (a union of classes for an epicardium)
   */
  static of(
    planes: readonly LabelledPlane[],
    inside: (label: number) => boolean,
    seed: number,
  ): ContourSamples | null {
    const seen = planes.filter((plane) => plane.seen !== false);
    const geometries = seen.map(({ plane }) => plane);
    const masks = seen.map(({ labels, plane }) => {
      const [columns, rows] = plane.dims;
      if (labels.length !== columns! * rows!)
        throw new RangeError(`${labels.length} labels for ${columns} x ${rows} pixels`);
      return Uint8Array.from(labels, (label) => (inside(label) ? 1 : 0));
    });
    const box = seen.length === 0 ? null : boxAround(geometries, masks, stackFrame(geometries));
    if (box === null) return null;
    const sampled = geometries
      .map((geometry, i) => sampledPlane(geometry, masks[i]!, box))
      .filter(({ pixels }) => pixels.length > 0);
    return new ContourSamples(box, sampled, seed);
  }

  /** Fills a batch from the planes that show the class and the box's sides, without its ends. */
  drawShown(batch: SampleBatch): void {
    this.#fill(
      batch,
      0,
      this.#planes.filter(({ shows }) => shows),
      2,
    );
  }

  /** Fills a batch from all planes and faces. @param level 0 coarse, 2 fine */
  draw(batch: SampleBatch, level: 0 | 1 | 2): void {
    this.#fill(batch, level, this.#planes, 3);
  }

  #fill(batch: SampleBatch, level: 0 | 1 | 2, planes: readonly SampledPlane[], axes: 2 | 3): void {
    const areas = planes.map(({ within, pixels, geometry }) => {
      const [dx, dy] = geometry.spacingMm;
      return Math.sqrt((within[level] || pixels.length / 4) * dx! * dy!);
    });
    const total = areas.reduce((a, b) => a + b, 0);
    const count = batch.signedMm.length;
    const faces = Math.round(count * faceShare);
    for (let s = 0; s < faces; s++) this.#onFace(batch, s, s % axes);
    let s = faces;
    let due = 0;
    planes.forEach((plane, i) => {
      due += ((count - faces) * areas[i]!) / total;
      const until = i === planes.length - 1 ? count : faces + Math.round(due);
      for (; s < until; s++) this.#onPlane(plane, level, batch, s);
    });
  }

  /** Patient positions of all pixels that show the class. */
  *insidePoints(): Generator<LpsPoint> {
    for (const { geometry, signedMm, pixels } of this.#planes)
      for (const at of pixels) {
        const column = at % geometry.dims[0]!;
        if (signedMm[at]! <= 0) continue;
        yield pixelInPatient(geometry, column, (at - column) / geometry.dims[0]!);
      }
  }

  /** Uniform in 0..1. */
  uniform(): number {
    return (this.#noise.bits() + 0.5) / 4294967296;
  }

  /** A direction, evenly over the sphere. */
  direction(): readonly [number, number, number] {
    const [x, y, z] = [this.#noise.normal(), this.#noise.normal(), this.#noise.normal()];
    const long = Math.sqrt(x * x + y * y + z * z) || 1;
    return [x / long, y / long, z / long];
  }

  #onPlane(plane: SampledPlane, level: number, batch: SampleBatch, s: number): void {
    const { geometry, signedMm, pixels, within } = plane;
    const near = this.uniform() < nearShare && within[level]! > 0;
    const pixel = pixels[Math.floor(this.uniform() * (near ? within[level]! : pixels.length))]!;
    const [columns, rows] = [geometry.dims[0]!, geometry.dims[1]!];
    const x = clamp((pixel % columns) + this.uniform() - 0.5, columns - 1);
    const y = clamp(Math.floor(pixel / columns) + this.uniform() - 0.5, rows - 1);
    const point = pixelInPatient(geometry, x, y);
    const { axes, centreMm } = this.box;
    for (let a = 0; a < 3; a++) batch.points[s * 3 + a] = dot(axes[a]!, point) - centreMm[a]!;
    batch.signedMm[s] = bilinear(signedMm, columns, rows, x, y);
  }

  #onFace(batch: SampleBatch, s: number, axis: number): void {
    const { halfMm, marginMm } = this.box;
    for (let a = 0; a < 3; a++) batch.points[s * 3 + a] = (2 * this.uniform() - 1) * halfMm[a]!;
    batch.points[s * 3 + axis] = (this.uniform() < 0.5 ? -1 : 1) * halfMm[axis]!;
    batch.signedMm[s] = axis === 2 ? -nothingMm : -marginMm[axis]!;
  }
}

function sampledPlane(geometry: PlaneGeometry, mask: Uint8Array, box: FitBox): SampledPlane {
  const dims = [geometry.dims[0]!, geometry.dims[1]!] as const;
  const spacingMm = [geometry.spacingMm[0]!, geometry.spacingMm[1]!] as const;
  const shows = mask.includes(1);
  const signedMm = shows
    ? signedDistanceMm(mask, dims, spacingMm, farMm)
    : new Float32Array(mask.length).fill(-nothingMm);
  const candidates: number[] = [];
  for (let at = 0; at < mask.length; at++) {
    const column = at % dims[0];
    if (inBox(box, pixelInPatient(geometry, column, (at - column) / dims[0]))) candidates.push(at);
  }
  const pixels = Int32Array.from(candidates);
  pixels.sort((a, b) => Math.abs(signedMm[a]!) - Math.abs(signedMm[b]!) || a - b);
  const within = bandsMm.map((band) => {
    const first = pixels.findIndex((at) => Math.abs(signedMm[at]!) > band);
    return first < 0 ? pixels.length : first;
  });
  return { shows, geometry, signedMm, pixels, within };
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

function bilinear(values: Float32Array, columns: number, rows: number, x: number, y: number) {
  const i = Math.min(columns - 2, Math.floor(x));
  const j = Math.min(rows - 2, Math.floor(y));
  const at = j * columns + i;
  const [fx, fy] = [x - i, y - j];
  const above = values[at]! + fx * (values[at + 1]! - values[at]!);
  const below = values[at + columns]! + fx * (values[at + columns + 1]! - values[at + columns]!);
  return above + fy * (below - above);
}
