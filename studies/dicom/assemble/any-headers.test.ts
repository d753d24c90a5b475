import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LpsPoint } from '../../volume/geometry.ts';
import { assemble } from './assemble.ts';
import { coronal, instance, sagittal } from './testing/headers.ts';

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 6 });
const coordinate = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: -20, max: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, 1e300, 0.001) },
);

/** Headers as bad as they come: gaps, nonsense numbers, mixed series, sizes and kinds. */
const anyFile = fc
  .record({
    modality: fc.constantFrom('CT', 'MR', 'MR', 'PT', 'US', 'RTDOSE', ''),
    seriesUid: fc.constantFrom('a', 'b', ''),
    sopInstanceUid: fc.constantFrom('', 'same', 'x', 'y', 'z'),
    frameOfReferenceUid: maybe(fc.constantFrom('f', 'g')),
    image: fc.constantFrom('slice', 'slice', 'slice', 'frames', 'none', 'colour'),
    position: maybe(fc.tuple(coordinate, coordinate, coordinate)),
    plane: fc.constantFrom('axial', 'axial', 'coronal', 'sagittal', 'nonsense'),
    spacing: maybe(fc.constantFrom([1, 1], [0.5, 2], [0, 1], [Number.NaN, 1])),
    trigger: maybe(coordinate),
    instanceNumber: maybe(fc.integer({ min: 0, max: 3 })),
    thickness: maybe(coordinate),
    localizer: fc.boolean(),
  })
  .map((raw) => {
    const planes = { axial: {}, coronal, sagittal, nonsense: { rowAxis: [0, 0, 0] as const } };
    const { header } = instance({
      header: {
        modality: raw.modality,
        seriesUid: raw.seriesUid,
        sopInstanceUid: raw.sopInstanceUid,
        frameOfReferenceUid: raw.frameOfReferenceUid,
        instanceNumber: raw.instanceNumber,
        imageType: ['ORIGINAL', 'PRIMARY', raw.localizer ? 'LOCALIZER' : 'AXIAL'],
      },
      image: raw.image === 'colour' ? { samplesPerPixel: 3, photometric: 'RGB' } : {},
      frame: {
        ...planes[raw.plane],
        positionMm: raw.position as LpsPoint | null,
        spacingMm: raw.spacing as [number, number] | null,
        triggerTimeMs: raw.trigger,
        sliceThicknessMm: raw.thickness,
      },
    });
    if (raw.image === 'none') return { ...header, image: null };
    if (raw.image !== 'frames') return header;
    const frames = [0, 1, 2].map((frame) => ({ ...header.image!.frames[0]!, frame }));
    return { ...header, image: { ...header.image!, frames } };
  });

it('makes sound volumes of any headers, uses no frame twice, and heeds no file order', () => {
  fc.assert(
    fc.property(fc.array(anyFile, { maxLength: 14 }), (headers) => {
      const inputs = headers.map((header, n) => ({ id: `file-${n}`, header }));
      const volumes = assemble(inputs);
      const used = volumes.flatMap((volume) =>
        volume.frames.flat().flatMap((ref) => (ref ? [`${ref.id}#${ref.frame}`] : [])),
      );
      expect(new Set(used).size).toBe(used.length);
      for (const { geometry, frames, phases, plan } of volumes) {
        const numbers = [...geometry.spacingMm, ...geometry.originMm, ...geometry.axes.flat()];
        expect(numbers.every(Number.isFinite)).toBe(true);
        expect(geometry.spacingMm.every((s) => s > 0)).toBe(true);
        expect(geometry.dims.every((d) => Number.isInteger(d) && d > 0)).toBe(true);
        expect(frames).toHaveLength(phases);
        if (plan.kind === 'direct') expect(frames[0]).toHaveLength(geometry.dims[2]);
        else expect(plan.slices).toHaveLength(geometry.dims[2]);
      }
      expect(assemble([...inputs].reverse())).toEqual(volumes);
    }),
    { numRuns: 300 },
  );
});
