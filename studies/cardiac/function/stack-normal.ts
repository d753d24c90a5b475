import type { HeartFrame, HeartPlane } from '../../library/heart-records.ts';
import { cross, dot, normalise, type Vector3 } from '../../volume/geometry.ts';

/** Mean normal of the slices, base to apex by their order, by the heart frame where they have none. */
export function stackNormal(planes: readonly HeartPlane[], frame: HeartFrame): Vector3 {
  if (planes.length === 0) return frame.e3;
  const first = cross(planes[0]!.row, planes[0]!.column);
  let sum: Vector3 = [0, 0, 0];
  for (const plane of planes) {
    const own = cross(plane.row, plane.column);
    const sign = Math.sign(dot(own, first)) || 1;
    sum = [sum[0] + sign * own[0], sum[1] + sign * own[1], sum[2] + sign * own[2]];
  }
  const normal = normalise(sum);
  const ordered = planes
    .filter((plane) => plane.order !== null)
    .sort((a, b) => a.order! - b.order!);
  const [base, apex] = [ordered[0], ordered.at(-1)];
  const along =
    base && apex && base !== apex
      ? positionMm(apex, frame, normal) - positionMm(base, frame, normal)
      : dot(normal, frame.e3);
  return along < 0 ? [-normal[0], -normal[1], -normal[2]] : normal;
}

/** Where the line through the heart's middle along the normal meets the plane, mm from the middle. */
export function positionMm(plane: HeartPlane, frame: HeartFrame, normal: Vector3): number {
  const own = cross(plane.row, plane.column);
  const { originMm: p } = plane;
  const { originMm: o } = frame;
  return dot([p[0] - o[0], p[1] - o[1], p[2] - o[2]], own) / dot(normal, own);
}
