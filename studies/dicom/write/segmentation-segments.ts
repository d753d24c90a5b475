import type { VoxelGrid } from '../../volume/volume.ts';
import type { DataSetToWrite } from './elements.ts';
import { codeItem } from './modules.ts';
import type { CodedConcept } from './series-meta.ts';

/** One structure of a label map. */
export interface SegmentMeta {
  /** Its value in the label map. */
  value: number;
  label: string;
  description: string;
  type: CodedConcept;
  /** Red, green, blue, 0 to 255: a proposal to viewers. */
  colour: readonly [number, number, number];
}

/** PS3.16 CID 7150. */
const anatomicalStructure: CodedConcept = {
  value: '123037004',
  scheme: 'SCT',
  meaning: 'Anatomical Structure',
};

/** Segments whose label occurs: a segment number must have pixels to mean something. */
export function presentSegments(
  { voxels }: VoxelGrid,
  segments: readonly SegmentMeta[],
): SegmentMeta[] {
  return segments.filter(({ value }) => voxels.includes(value));
}

/** An item of the Segment Sequence (PS3.3 C.8.20.4). */
export function segmentItem(
  segment: SegmentMeta,
  number: number,
  algorithm: { name: string; edited: boolean },
): DataSetToWrite {
  return {
    SegmentNumber: number,
    SegmentLabel: segment.label,
    SegmentDescription: segment.description,
    SegmentAlgorithmType: algorithm.edited ? 'SEMIAUTOMATIC' : 'AUTOMATIC',
    SegmentAlgorithmName: algorithm.name,
    SegmentedPropertyCategoryCodeSequence: [codeItem(anatomicalStructure)],
    SegmentedPropertyTypeCodeSequence: [codeItem(segment.type)],
    RecommendedDisplayCIELabValue: dicomLab(segment.colour),
  };
}

/** sRGB as CIELab of white D50, scaled to 16 bits (PS3.3 C.10.7.1.1). */
export function dicomLab(rgb: readonly [number, number, number]): [number, number, number] {
  const [r, g, b] = rgb.map((level) => {
    const c = level / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  // sRGB primaries adapted to D50 (ICC.1, Bradford), each divided by the white point.
  const x = (0.4361 * r + 0.3851 * g + 0.1431 * b) / 0.9643;
  const y = 0.2225 * r + 0.7169 * g + 0.0606 * b;
  const z = (0.0139 * r + 0.0971 * g + 0.7141 * b) / 0.8251;
  const f = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
  const scaled = (value: number, low: number, span: number) =>
    Math.round((Math.min(low + span, Math.max(low, value)) - low) * (65_535 / span));
  return [
    scaled(116 * f(y) - 16, 0, 100),
    scaled(500 * (f(x) - f(y)), -128, 255),
    scaled(200 * (f(y) - f(z)), -128, 255),
  ];
}
