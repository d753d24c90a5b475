import { WATER_MU_PER_MM, type AttenuationGrid } from '../tomography/circular-geometry.ts';

type Paint = (x: number, y: number, z: number, before: number) => number;

/** CT numbers on a grid, painted shape over shape in isocentre-centred patient LPS millimetres. */
export class HuCanvas {
  readonly counts: readonly [number, number, number];
  readonly spacingMm: number;
  readonly #first: readonly [number, number, number];
  readonly #hu: Float32Array;

  constructor(counts: readonly [number, number, number], spacingMm: number) {
    this.counts = counts;
    this.spacingMm = spacingMm;
    const first = (n: number) => (-(n - 1) / 2) * spacingMm;
    this.#first = [first(counts[0]), first(counts[1]), first(counts[2])];
    this.#hu = new Float32Array(counts[0] * counts[1] * counts[2]).fill(-1000);
  }

  /** Run `paint` over the voxels of a box; it gives each its new value. */
  paint(
    low: readonly [number, number, number],
    high: readonly [number, number, number],
    paint: Paint,
  ): void {
    const [nx, ny, nz] = this.counts;
    const from = (a: 0 | 1 | 2, n: number) =>
      Math.max(0, Math.min(n, Math.ceil((low[a] - this.#first[a]) / this.spacingMm)));
    const to = (a: 0 | 1 | 2, n: number) =>
      Math.max(0, Math.min(n, Math.floor((high[a] - this.#first[a]) / this.spacingMm) + 1));
    for (let ix = from(0, nx); ix < to(0, nx); ix++)
      for (let iy = from(1, ny); iy < to(1, ny); iy++)
        for (let iz = from(2, nz); iz < to(2, nz); iz++) {
          const n = (ix * ny + iy) * nz + iz;
          const at = (a: 0 | 1 | 2, i: number) => this.#first[a] + i * this.spacingMm;
          this.#hu[n] = paint(at(0, ix), at(1, iy), at(2, iz), this.#hu[n] as number);
        }
  }

  ellipsoid(centre: readonly number[], semi: readonly number[], paint: Paint): void {
    const [cx = 0, cy = 0, cz = 0] = centre;
    const [a = 1, b = 1, c = 1] = semi;
    this.paint([cx - a, cy - b, cz - c], [cx + a, cy + b, cz + c], (x, y, z, before) =>
      ((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 + ((z - cz) / c) ** 2 < 1
        ? paint(x, y, z, before)
        : before,
    );
  }

  /** A tube from p to q whose radius goes from rp to rq; `paint` also learns the relative radius. */
  capsule(
    p: readonly number[],
    q: readonly number[],
    rp: number,
    rq: number,
    paint: (relativeRadius: number, before: number) => number,
  ): void {
    const [px = 0, py = 0, pz = 0] = p;
    const [qx = 0, qy = 0, qz = 0] = q;
    const r = Math.max(rp, rq);
    const d = [qx - px, qy - py, qz - pz] as const;
    const l2 = Math.max(1e-6, d[0] ** 2 + d[1] ** 2 + d[2] ** 2);
    this.paint(
      [Math.min(px, qx) - r, Math.min(py, qy) - r, Math.min(pz, qz) - r],
      [Math.max(px, qx) + r, Math.max(py, qy) + r, Math.max(pz, qz) + r],
      (x, y, z, before) => {
        const along = ((x - px) * d[0] + (y - py) * d[1] + (z - pz) * d[2]) / l2;
        const t = Math.max(0, Math.min(1, along));
        const distance = Math.hypot(x - px - t * d[0], y - py - t * d[1], z - pz - t * d[2]);
        const relative = distance / (rp + t * (rq - rp));
        return relative < 1 ? paint(relative, before) : before;
      },
    );
  }

  /** Linear attenuation for projecting; bone follows the same scale, as in the training data. */
  attenuation(): AttenuationGrid {
    const mu = this.#hu.map((hu) => Math.max(0, WATER_MU_PER_MM * (1 + hu / 1000)));
    const s = this.spacingMm;
    return { counts: this.counts, spacingMm: [s, s, s], originMm: this.#first, mu };
  }
}
