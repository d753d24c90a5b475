import { NormalNoise } from '../../runtime/noise.ts';
import { dot } from '../../../studies/volume/geometry.ts';
import { boxAround, sideMarginMm, type FitBox } from './fit-box.ts';
import { sampledPlanes, signedBetween, type SampledPlane } from './sampled-plane.ts';
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

/** Share of points near an outline, of those on planes that show one. */
const nearShare = 0.7;
/** Share of points on the box's sides, where there is nothing. */
const sideShare = 0.06;

/** Draws points of all planes, and of the box's sides. */
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
    if (seen.length === 0) return null;
    const frame = stackFrame(geometries);
    const box = boxAround(geometries, masks, frame);
    if (box === null) return null;
    return new ContourSamples(box, sampledPlanes(geometries, masks, frame, box), seed);
  }

  /** Fills a batch from the planes that show the class and the box's sides. */
  drawShown(batch: SampleBatch): void {
    const shown = this.#planes.filter(({ shows }) => shows);
    this.#fill(batch, 0, shown);
  }

  /** Fills a batch from all planes and the box's sides. @param level 0 coarse, 2 fine */
  draw(batch: SampleBatch, level: 0 | 1 | 2): void {
    this.#fill(batch, level, this.#planes);
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

  /** More points for planes with longer outlines: by the root of the area near them. */
  #fill(batch: SampleBatch, level: 0 | 1 | 2, planes: readonly SampledPlane[]): void {
    const shares = planes.map(({ within, pixels, geometry }) => {
      const [dx, dy] = geometry.spacingMm;
      return Math.sqrt((within[level] || pixels.length / 4) * dx! * dy!);
    });
    const total = shares.reduce((a, b) => a + b, 0);
    const count = batch.signedMm.length;
    const sides = Math.round(count * sideShare);
    for (let s = 0; s < sides; s++) this.#onSide(batch, s);
    let s = sides;
    let due = 0;
    planes.forEach((plane, i) => {
      due += ((count - sides) * shares[i]!) / total;
      const until = i === planes.length - 1 ? count : sides + Math.round(due);
      for (; s < until; s++) this.#onPlane(plane, level, batch, s);
    });
  }

  #onPlane(plane: SampledPlane, level: number, batch: SampleBatch, s: number): void {
    const { geometry, pixels, within } = plane;
    const near = this.uniform() < nearShare && within[level]! > 0;
    const pixel = pixels[Math.floor(this.uniform() * (near ? within[level]! : pixels.length))]!;
    const [columns, rows] = [geometry.dims[0]!, geometry.dims[1]!];
    const x = clamp((pixel % columns) + this.uniform() - 0.5, columns - 1);
    const y = clamp(Math.floor(pixel / columns) + this.uniform() - 0.5, rows - 1);
    const point = pixelInPatient(geometry, x, y);
    const { axes, centreMm } = this.box;
    for (let a = 0; a < 3; a++) batch.points[s * 3 + a] = dot(axes[a]!, point) - centreMm[a]!;
    batch.signedMm[s] = signedBetween(plane, x, y);
  }

  #onSide(batch: SampleBatch, s: number): void {
    const { halfMm } = this.box;
    for (let a = 0; a < 3; a++) batch.points[s * 3 + a] = (2 * this.uniform() - 1) * halfMm[a]!;
    batch.points[s * 3 + (s & 1)] = (s & 2 ? -1 : 1) * halfMm[s & 1]!;
    batch.signedMm[s] = -sideMarginMm;
  }
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
