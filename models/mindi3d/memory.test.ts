import { expect, test } from 'vitest';
import { checkMemory, memoryNeedBytes } from './memory.ts';

const dims = [128, 128, 128] as const;

test('a 128 cubed volume needs less than 1.5 GB, more with samples or another grid', () => {
  const plain = memoryNeedBytes({ dims, workingDims: dims, samples: 1 });
  expect(plain).toBeLessThan(1.5e9);
  expect(memoryNeedBytes({ dims, workingDims: dims, samples: 4 })).toBeGreaterThan(plain);
  const finer = [256, 256, 256] as const;
  expect(memoryNeedBytes({ dims: finer, workingDims: dims, samples: 1 })).toBeGreaterThan(plain);
});

test('a volume that does not fit is refused in gigabytes before any is taken', () => {
  const huge = [4096, 4096, 4096] as const;
  expect(() => checkMemory({ dims: huge, workingDims: huge, samples: 1 }, 8e9)).toThrow(
    expect.objectContaining({ code: 'model/too-big', params: { needGb: '1375.0', freeGb: '8.0' } }),
  );
  expect(() => checkMemory({ dims, workingDims: dims, samples: 1 }, 8e9)).not.toThrow();
});
