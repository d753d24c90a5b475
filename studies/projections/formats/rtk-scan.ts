import type { FrameSource } from './frame-source.ts';
import type { Orbit } from './orbit.ts';
import type { RawScan } from './raw-scan.ts';

/** A MetaImage stack with the RTK geometry that belongs to it. */
export function rtkScan(frames: FrameSource, orbit: Orbit): RawScan {
  return {
    origin: 'rtk',
    description: `${frames.views} projections`,
    frames,
    orbit,
    values: null,
    scale: 1,
    unattenuated: null,
    chamber: null,
    warnings: [],
  };
}
