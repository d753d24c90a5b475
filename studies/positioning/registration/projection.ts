import type { ScanField } from './field.ts';
import type { Level } from './levels.ts';
import type { Pose } from './pose.ts';
import type { SamplePoints } from './sample-points.ts';
import type { HuWindow } from './window.ts';

/**
 * The moving volume read at the moved sample points. Arrays are reused from one pose to the next;
 * jacobian holds, for each point, the change of its HU per millimetre of shift along x, y, z and
 * per radian of turn about x, y, z through the moved pivot.
 */
export class Projection {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly jacobian: Float64Array;
  readonly #points: SamplePoints;
  readonly #level: Level;
  readonly #window: HuWindow;
  readonly #limit: number;

  constructor(points: SamplePoints, level: Level, field: ScanField, window: HuWindow) {
    this.#points = points;
    this.#level = level;
    this.#window = window;
    this.#limit = field.radiusMm ?? Infinity;
    this.values = new Float64Array(points.count);
    this.weights = new Float64Array(points.count);
    this.jacobian = new Float64Array(6 * points.count);
  }

  /** Reads at the pose; returns the share of the points' weight that the moving volume holds. */
  read(pose: Pose, withJacobian: boolean): number {
    const { count, positionsMm, weights: pointWeights } = this.#points;
    const { values, weights, jacobian } = this;
    const { geometry, values: voxels } = this.#level;
    const { axes, spacingMm, originMm } = geometry;
    const [nx, ny, nz] = geometry.dims;
    const [low, high] = this.#window;
    const limit = this.#limit;
    const [cx, cy, cz] = pose.pivotMm;
    const [r0, r1, r2, r3, r4, r5, r6, r7, r8] = pose.rotation as unknown as NineNumbers;
    // From millimetres to indices: each index axis over its spacing.
    const [ax, ay, az] = scaled(axes[0], spacingMm[0]);
    const [bx, by, bz] = scaled(axes[1], spacingMm[1]);
    const [dx, dy, dz] = scaled(axes[2], spacingMm[2]);
    const ox = cx + pose.shiftMm[0] - originMm[0];
    const oy = cy + pose.shiftMm[1] - originMm[1];
    const oz = cz + pose.shiftMm[2] - originMm[2];
    const [mi, mj] = [(nx - 1) / 2, (ny - 1) / 2];
    const [si, sj] = [spacingMm[0], spacingMm[1]];
    const slice = nx * ny;
    let [kept, all] = [0, 0];
    for (let n = 0, at = 0, to = 0; n < count; n++, at += 3, to += 6) {
      const px = positionsMm[at]! - cx;
      const py = positionsMm[at + 1]! - cy;
      const pz = positionsMm[at + 2]! - cz;
      const rx = r0 * px + r1 * py + r2 * pz;
      const ry = r3 * px + r4 * py + r5 * pz;
      const rz = r6 * px + r7 * py + r8 * pz;
      const qx = rx + ox;
      const qy = ry + oy;
      const qz = rz + oz;
      const x = ax * qx + ay * qy + az * qz;
      const y = bx * qx + by * qy + bz * qz;
      const z = dx * qx + dy * qy + dz * qz;
      const pointWeight = pointWeights[n]!;
      all += pointWeight;
      // Points fade out over the last voxel, so that the overlap changes smoothly with the pose.
      let inside = Math.min(1, x + 0.5, y + 0.5, z + 0.5, nx - 0.5 - x, ny - 0.5 - y, nz - 0.5 - z);
      if (inside > 0 && limit < Infinity) {
        const u = (x - mi) * si;
        const v = (y - mj) * sj;
        inside = Math.min(inside, (limit - Math.sqrt(u * u + v * v)) / si);
      }
      if (!(inside > 0)) {
        weights[n] = 0;
        continue;
      }
      const weight = pointWeight * inside;
      weights[n] = weight;
      kept += weight;
      const xc = x < 0 ? 0 : x > nx - 1 ? nx - 1 : x;
      const yc = y < 0 ? 0 : y > ny - 1 ? ny - 1 : y;
      const zc = z < 0 ? 0 : z > nz - 1 ? nz - 1 : z;
      const i = xc >= nx - 1 ? Math.max(nx - 2, 0) : xc | 0;
      const j = yc >= ny - 1 ? Math.max(ny - 2, 0) : yc | 0;
      const k = zc >= nz - 1 ? Math.max(nz - 2, 0) : zc | 0;
      const fx = xc - i;
      const fy = yc - j;
      const fz = zc - k;
      const v = i + nx * j + slice * k;
      const ei = nx > 1 ? 1 : 0;
      const ej = ny > 1 ? nx : 0;
      const ek = nz > 1 ? slice : 0;
      const v000 = voxels[v]!;
      const v100 = voxels[v + ei]!;
      const v010 = voxels[v + ej]!;
      const v110 = voxels[v + ej + ei]!;
      const v001 = voxels[v + ek]!;
      const v101 = voxels[v + ek + ei]!;
      const v011 = voxels[v + ek + ej]!;
      const v111 = voxels[v + ek + ej + ei]!;
      const d00 = v100 - v000;
      const d10 = v110 - v010;
      const d01 = v101 - v001;
      const d11 = v111 - v011;
      const l00 = v000 + fx * d00;
      const l10 = v010 + fx * d10;
      const l01 = v001 + fx * d01;
      const l11 = v011 + fx * d11;
      const p0 = l00 + fy * (l10 - l00);
      const p1 = l01 + fy * (l11 - l01);
      const hu = p0 + fz * (p1 - p0);
      const clipped = hu < low ? low : hu > high ? high : hu;
      values[n] = clipped;
      if (!withJacobian) continue;
      if (clipped !== hu) {
        jacobian.fill(0, to, to + 6);
        continue;
      }
      const g0 = d00 + fy * (d10 - d00);
      const g1 = d01 + fy * (d11 - d01);
      const gi = g0 + fz * (g1 - g0);
      const gj = l10 - l00 + fz * (l11 - l01 - (l10 - l00));
      const gk = p1 - p0;
      const gx = ax * gi + bx * gj + dx * gk;
      const gy = ay * gi + by * gj + dy * gk;
      const gz = az * gi + bz * gj + dz * gk;
      jacobian[to] = gx;
      jacobian[to + 1] = gy;
      jacobian[to + 2] = gz;
      jacobian[to + 3] = ry * gz - rz * gy;
      jacobian[to + 4] = rz * gx - rx * gz;
      jacobian[to + 5] = rx * gy - ry * gx;
    }
    return all > 0 ? kept / all : 0;
  }
}

type NineNumbers = [number, number, number, number, number, number, number, number, number];

function scaled(
  axis: readonly [number, number, number],
  spacing: number,
): [number, number, number] {
  return [axis[0] / spacing, axis[1] / spacing, axis[2] / spacing];
}
