import { gaussianBlur } from '../../../studies/tomography/simulation/gaussian-blur.ts';
import type { ObjectVolume } from '../../../studies/tomography/simulation/object-volume.ts';
import { voxelsOf, type GridFrame } from '../../../studies/tomography/circular-geometry.ts';

const airHu = -1000;
/** Blur, as a share of the new voxel, before reading the finer object. */
const blurShare = 0.5;

/** The scanned object on the grid of its reconstruction, whole HU, columns fastest (make_data.py `truth`). */
export function objectOnGrid(object: ObjectVolume, frame: GridFrame): Int16Array {
  const { counts, spacingMm, originMm } = object.frame;
  const [nx, ny, nz] = counts;
  const sigma = (blurShare * frame.spacingMm[0]) / spacingMm[0];
  const soft = gaussianBlur(object.hu, [nz, ny, nx], [sigma, sigma, sigma]);
  const along = (axis: 0 | 1 | 2) =>
    Array.from({ length: frame.counts[axis] }, (_, n) => {
      const at =
        (frame.originMm[axis] + n * frame.spacingMm[axis] - originMm[axis]) / spacingMm[axis];
      const low = Math.floor(at);
      return { low, part: at - low, inside: at >= 0 && at <= counts[axis] - 1 };
    });
  const [xs, ys, zs] = [along(0), along(1), along(2)];
  const out = new Int16Array(voxelsOf(frame)).fill(airHu);
  zs.forEach((z, k) =>
    ys.forEach((y, j) =>
      xs.forEach((x, i) => {
        if (!x.inside || !y.inside || !z.inside) return;
        const at = (x.low * ny + y.low) * nz + z.low;
        const right = x.part > 0 ? ny * nz : 0;
        const below = y.part > 0 ? nz : 0;
        const above = z.part > 0 ? 1 : 0;
        const line = (n: number) => soft[n]! + z.part * (soft[n + above]! - soft[n]!);
        const plane = (n: number) => line(n) + y.part * (line(n + below) - line(n));
        const value = plane(at) + x.part * (plane(at + right) - plane(at));
        out[(k * frame.counts[1] + j) * frame.counts[0] + i] = Math.round(value);
      }),
    ),
  );
  return out;
}
