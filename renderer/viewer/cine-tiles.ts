import { toRaw } from 'vue';
import type { VolumeRecord } from '../../studies/library/records.ts';
import { scanFrame, type PlaneFrame } from './planes.ts';

export interface CineTileSource {
  readonly key: string;
  /** Number of the volume in the list. */
  readonly volume: number;
  readonly slice: number;
  readonly frame: PlaneFrame & { readonly runs: NonNullable<PlaneFrame['runs']> };
  readonly caption: string;
}

/** One tile for every slice position of every cine, the fullest stack first. */
export function cineTiles(records: readonly VolumeRecord[]): CineTileSource[] {
  const order = records
    .map((record, volume) => ({ record: toRaw(record), volume }))
    .sort((a, b) => b.record.dims[2] - a.record.dims[2] || a.volume - b.volume);
  return order.flatMap(({ record, volume }) => {
    const frame = scanFrame(record);
    return Array.from({ length: record.dims[2] }, (_, slice) => ({
      key: `${record.id}/${slice}`,
      volume,
      slice,
      frame,
      caption: record.dims[2] > 1 ? `${slice + 1} / ${record.dims[2]}` : record.description,
    }));
  });
}
