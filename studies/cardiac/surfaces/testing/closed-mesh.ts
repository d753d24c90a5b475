import { expect } from 'vitest';
import type { Mesh } from '../mesh.ts';

/** Every edge is shared by two triangles that run along it in opposite senses. */
export function expectClosed({ triangles }: Mesh): void {
  const edges = new Map<string, number>();
  for (let t = 0; t < triangles.length; t += 3)
    for (let k = 0; k < 3; k++) {
      const [a, b] = [triangles[t + k]!, triangles[t + ((k + 1) % 3)]!];
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      edges.set(key, (edges.get(key) ?? 0) + (a < b ? 1 : -1));
    }
  expect([...edges.values()].every((sum) => sum === 0)).toBe(true);
}
