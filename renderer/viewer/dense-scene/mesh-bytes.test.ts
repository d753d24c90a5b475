import { describe, expect, it } from 'vitest';
import { readMeshes } from './mesh-bytes.ts';

/** Two meshes: a triangle of class 1 and a tetrahedron's two faces of class 3. */
function bytes(badIndex = 0): ArrayBuffer {
  const words = [2, 1, 3, 1];
  const first = [0, 0, 0, 1, 0, 0, 0, 1, 0];
  const indices = [0, 1, badIndex === 0 ? 2 : badIndex];
  const second = [3, 4, 2];
  const corners = [5, 5, 5, 6, 5, 5, 5, 6, 5, 5, 5, 6];
  const faces = [0, 1, 2, 0, 2, 3];
  const buffer = new ArrayBuffer(4 * (4 + 9 + 3 + 3 + 12 + 6));
  const view = new DataView(buffer);
  let at = 0;
  const put = (numbers: number[], float: boolean) => {
    for (const value of numbers) {
      if (float) view.setFloat32(at, value, true);
      else view.setUint32(at, value, true);
      at += 4;
    }
  };
  put(words, false);
  put(first, true);
  put(indices, false);
  put(second, false);
  put(corners, true);
  put(faces, false);
  return buffer;
}

describe('surfaces from the engine', () => {
  it('are read mesh by mesh', () => {
    const [a, b, ...rest] = readMeshes(bytes());
    expect(rest).toEqual([]);
    expect(a).toMatchObject({ classId: 1 });
    expect([...a!.points]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect([...a!.triangles]).toEqual([0, 1, 2]);
    expect([b!.classId, b!.points.length, [...b!.triangles]]).toEqual([3, 12, [0, 1, 2, 0, 2, 3]]);
  });

  it('are refused when cut short or when an index names no point', () => {
    expect(() => readMeshes(bytes().slice(0, 60))).toThrow(RangeError);
    expect(() => readMeshes(bytes(3))).toThrow('beyond 3');
  });
});
