/** A closed surface in patient LPS mm. */
export interface DenseMesh {
  /** Class of models/dmcvr/CONTRACT.md whose outside it is: 1 LV cavity, 2 LV epicardium, 3 RV. */
  readonly classId: number;
  readonly points: Float32Array;
  readonly triangles: Uint32Array;
}

/**
 * Surfaces as the engine sends them, little-endian: Uint32 count, then for each mesh class id,
 * vertex count and triangle count (Uint32), positions (Float32, LPS mm) and indices (Uint32).
 * Throws RangeError when the bytes end too early or an index names no point.
 */
export function readMeshes(bytes: ArrayBuffer): DenseMesh[] {
  const view = new DataView(bytes);
  let at = 0;
  const next = () => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const count = next();
  return Array.from({ length: count }, () => {
    const classId = next();
    const [vertices, faces] = [next(), next()];
    const points = new Float32Array(bytes, at, 3 * vertices);
    at += points.byteLength;
    const triangles = new Uint32Array(bytes, at, 3 * faces);
    at += triangles.byteLength;
    if (triangles.some((index) => index >= vertices)) {
      throw new RangeError(`a triangle names a point beyond ${vertices}`);
    }
    return { classId, points, triangles };
  });
}
