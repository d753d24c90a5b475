import type { VolumeRecord } from '../../studies/library/records.ts';
import type { VolumeData } from './volume-data.ts';

/** Centre and width in physical units: HU for CT, scanner signal otherwise. */
export interface WindowLevel {
  readonly centre: number;
  readonly width: number;
}

export interface WindowPreset extends WindowLevel {
  readonly id: 'soft' | 'lung' | 'liver' | 'bone' | 'brain';
  readonly key: string;
}

export const ctPresets: readonly WindowPreset[] = [
  { id: 'soft', key: '1', width: 400, centre: 40 },
  { id: 'lung', key: '2', width: 1500, centre: -600 },
  { id: 'liver', key: '3', width: 150, centre: 90 },
  { id: 'bone', key: '4', width: 2500, centre: 480 },
  { id: 'brain', key: '5', width: 80, centre: 40 },
];

export const smallestWidth = 1;

/** The window to open with: the header's, else soft tissue for HU, else the data's own range. */
export function openingWindow(record: VolumeRecord, data: VolumeData | null): WindowLevel {
  if (record.windowCentre !== null && record.windowWidth !== null && record.windowWidth > 0) {
    return { centre: record.windowCentre, width: record.windowWidth };
  }
  if (record.unit === 'HU') return { centre: 40, width: 400 };
  return (data && autoWindow(data)) ?? { centre: 128, width: 256 };
}

/** 1st to 99th percentile of what has been read so far; null before anything has. */
export function autoWindow(data: VolumeData): WindowLevel | null {
  const { voxels, record } = data;
  const perSlice = data.samplesPerSlice;
  const sampled: number[] = [];
  const ready = data.readySlices();
  const stride = Math.max(1, Math.floor((ready.length * perSlice) / 40_000));
  for (const slice of ready) {
    for (let n = slice * perSlice; n < (slice + 1) * perSlice; n += stride) {
      const value = voxels[n]!;
      if (Number.isFinite(value)) sampled.push(value);
    }
  }
  if (sampled.length === 0) return null;
  sampled.sort((a, b) => a - b);
  const at = (share: number) => sampled[Math.floor(share * (sampled.length - 1))]!;
  const low = at(0.01) * record.rescaleSlope + record.rescaleIntercept;
  const high = at(0.99) * record.rescaleSlope + record.rescaleIntercept;
  return { centre: (low + high) / 2, width: Math.max(Math.abs(high - low), smallestWidth) };
}

/** A drag of the mouse turned into a new window; speed follows the width that is set. */
export function draggedWindow(start: WindowLevel, dxPx: number, dyPx: number): WindowLevel {
  const speed = Math.max(start.width / 400, 0.05);
  return {
    width: Math.max(smallestWidth, start.width + dxPx * speed),
    centre: start.centre + dyPx * speed,
  };
}

/**
 * Slope and offset of the line from a physical value to 0..255, after DICOM PS3.3 C.11.2.1.2
 * (LINEAR): the window holds its width's worth of integer values, ends included.
 */
export function windowLine(window: WindowLevel): { slope: number; offset: number } {
  const slope = 255 / Math.max(window.width - 1, 1e-3);
  return { slope, offset: 127.5 - (window.centre - 0.5) * slope };
}
