import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dicomFile, greyImage, type TestElement } from '../../../test/fixtures/dicom-file.ts';
import { sharedData } from '../../../test/shared-data.ts';
import { readInstance } from './instance.ts';

const sequence = (tag: string, ...item: TestElement[]): TestElement => [tag, 'SQ', [item]];

const shared = [
  sequence('00209116', ['00200037', 'DS', '0\\1\\0\\0\\0\\-1']),
  sequence('00289110', ['00280030', 'DS', '1.5\\1.25'], ['00180050', 'DS', '8']),
  sequence('00289145', ['00281052', 'DS', '-5'], ['00281053', 'DS', '2']),
];

function perFrame(n: number): TestElement[] {
  return [
    sequence('00189118', ['00209153', 'FD', 40 * n], ['00209251', 'FD', 800]),
    sequence('00209111', ['00209128', 'UL', n + 1]),
    sequence('00209113', ['00200032', 'DS', `${n}\\-2\\3.5`]),
    sequence('00289132', ['00281050', 'DS', '100'], ['00281051', 'DS', `${400 + n}`]),
  ];
}

function enhanced(vr: 'SQ' | 'UN'): Uint8Array {
  return dicomFile(
    greyImage(2, 2, new Uint8Array(24), [
      ['00280008', 'IS', '3'],
      ['00280100', 'US', 16],
      ['00280101', 'US', 16],
      ['00280102', 'US', 15],
      ['52009229', vr, [shared]],
      ['52009230', vr, [perFrame(0), perFrame(1), perFrame(2)]],
    ]),
  );
}

describe('functional groups', () => {
  it.each(['SQ', 'UN'] as const)('reads shared and per-frame macros stored as %s', (vr) => {
    const { header } = readInstance(enhanced(vr), 'a');
    expect(header.rrIntervalMs).toBe(800);
    expect(header.image?.frames).toHaveLength(3);
    expect(header.image?.frames[2]).toMatchObject({
      frame: 2,
      positionMm: [2, -2, 3.5],
      rowAxis: [0, 1, 0],
      columnAxis: [0, 0, -1],
      spacingMm: [1.25, 1.5],
      spacingBasis: 'pixel',
      sliceThicknessMm: 8,
      triggerTimeMs: 80,
      temporalPosition: 3,
      rescaleSlope: 2,
      rescaleIntercept: -5,
      windowCentre: 100,
      windowWidth: 402,
    });
  });

  const real = sharedData('dicom', 'enhanced-mr-multiframe-compression', 'mf_original_ELE.dcm');
  it.skipIf(real === null)('reads a scanner’s enhanced MR (needs the shared data)', () => {
    const { header } = readInstance(new Uint8Array(readFileSync(real ?? '')), 'a');
    const frames = header.image?.frames ?? [];
    expect(frames).toHaveLength(19);
    // From dcmdump: the places are in the shared groups, under sequences of their own.
    for (const frame of frames) {
      expect(frame).toMatchObject({
        positionMm: [-3, -80, 80],
        rowAxis: [0, 1, 0],
        columnAxis: [0, 0, -1],
        spacingMm: [0.625, 0.625],
        spacingBasis: 'pixel',
        sliceThicknessMm: 6,
      });
    }
  });
});
