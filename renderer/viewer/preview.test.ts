import { expect, it } from 'vitest';
import { encodePreview } from '../../electron/engine/contract/preview.ts';
import { decodePreview, previewPlanes } from './preview.ts';

const sent = {
  dims: [3, 2, 2] as const,
  spacingMm: [1, 2, 4] as const,
  fraction: 0.25,
  axial: Int16Array.of(1, 2, 3, 4, 5, 6),
  coronal: Int16Array.of(-1, -2, -3, 10, 11, 12),
  sagittal: Int16Array.of(7, 8, 70, 80),
};

it('a preview comes over the line as the engine wrote it', () => {
  expect(decodePreview(encodePreview(sent).buffer)).toEqual(sent);
});

it('no bytes are no preview', () => {
  expect(decodePreview(new ArrayBuffer(0))).toBeNull();
});

it('planes have the front and the head up, in true proportions', () => {
  const [axial, coronal, sagittal] = previewPlanes(sent);
  expect([...axial!.picture.values]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...coronal!.picture.values]).toEqual([10, 11, 12, -1, -2, -3]);
  expect([...sagittal!.picture.values]).toEqual([70, 80, 7, 8]);
  expect(coronal!.geometry.spacingMm.slice(0, 2)).toEqual([1, 4]);
  expect(sagittal!.geometry.dims).toEqual([2, 2, 1]);
});
