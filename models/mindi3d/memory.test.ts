import { expect, test } from 'vitest';
import { checkMemory, memoryNeedBytes, type MemoryNeed } from './memory.ts';

const dims = [128, 128, 128] as const;
const params = { samples: 1, steps: 1, keepSteps: false };
const need = (more: Partial<MemoryNeed>) =>
  memoryNeedBytes({ dims, workingDims: dims, params, lineIntegrals: 0, ...more });

test('a 128 cubed volume needs less than 1.5 GB; more with samples, steps kept, another grid', () => {
  const plain = need({});
  expect(plain).toBeLessThan(1.5e9);
  expect(need({ params: { ...params, samples: 4 } })).toBeGreaterThan(plain);
  expect(need({ params: { ...params, keepSteps: true } })).toBeGreaterThan(plain);
  expect(need({ dims: [256, 256, 256] })).toBeGreaterThan(plain);
});

test('256 x 256 x 128 voxels with fifty views stay within 3 GB', () => {
  const large = [256, 256, 128] as const;
  const lineIntegrals = 50 * 512 * 384;
  const bytes = need({ dims: large, workingDims: large, lineIntegrals });
  expect(bytes).toBeGreaterThan(need({ dims: large, workingDims: large }));
  expect(bytes).toBeLessThan(3e9);
});

test('a volume that does not fit is refused in gigabytes before any is taken', () => {
  const huge = [4096, 4096, 4096] as const;
  const whole = { params, lineIntegrals: 0 };
  expect(() => checkMemory({ dims: huge, workingDims: huge, ...whole }, 8e9)).toThrow(
    expect.objectContaining({ code: 'model/too-big', params: { needGb: '1375.3', freeGb: '8.0' } }),
  );
  expect(() => checkMemory({ dims, workingDims: dims, ...whole }, 8e9)).not.toThrow();
});
