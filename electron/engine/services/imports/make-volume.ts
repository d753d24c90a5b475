import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { AssembledVolume, FrameRef } from '../../../../studies/dicom/assemble/assembled.ts';
import { fillVolume } from '../../../../studies/dicom/assemble/fill.ts';
import type { DecodedFrame, InstanceHeader } from '../../../../studies/dicom/types.ts';
import type { NewVolume, PendingImport, VoxelWriter } from '../../../../studies/library/library.ts';
import { bytesOf } from '../../../../studies/volume/volume.ts';
import { thumbnailPng } from '../thumbnails.ts';
import { frameId, type FrameStore } from './frame-store.ts';
import { maxVolumeBytes } from './memory.ts';
import { streamVolume } from './stream-volume.ts';
import { assembledRecord, frameReferences } from './volume-record.ts';

export interface VolumeTools {
  pending: PendingImport;
  frames: FrameStore;
  signal: AbortSignal | undefined;
}

/** Writes a volume's voxels and makes its record and thumbnail. */
export async function makeVolume(
  { pending, frames, signal }: VolumeTools,
  volume: AssembledVolume,
  headers: ReadonlyMap<string, InstanceHeader>,
): Promise<NewVolume> {
  const { studyUid } = volume;
  const decode = ({ id, frame }: FrameRef): Promise<DecodedFrame> =>
    frames.take({ id: frameId({ studyUid, sopInstanceUid: id }), frame });
  const id = randomUUID();
  const writer = await pending.voxels(id);
  const references = frameReferences(volume);
  try {
    const streamed = await streamOrNothing(volume, headers, decode, writer, signal);
    if (streamed !== null) {
      const { middle, window } = streamed;
      const grid = { ...middle, geometry: volume.geometry };
      const record = assembledRecord(id, volume, { ...streamed, grid });
      return { record, frames: references, thumbnail: thumbnailPng(middle, window) };
    }
    const filled = await fillVolume(volume, {
      headers,
      decode,
      concurrency: availableParallelism(),
      maxBytes: maxVolumeBytes(),
      ...(signal === undefined ? {} : { signal }),
    });
    await writer.write(bytesOf(filled.grid.voxels), 0);
    const record = assembledRecord(id, volume, filled);
    const thumbnail = thumbnailPng(filled.grid, filled.window);
    return { record, frames: references, thumbnail };
  } finally {
    await writer.close();
  }
}

/** Streaming gives up at a frame that will not decode; filling then leaves its slice blank. */
async function streamOrNothing(
  volume: AssembledVolume,
  headers: ReadonlyMap<string, InstanceHeader>,
  decode: (ref: FrameRef) => Promise<DecodedFrame>,
  writer: VoxelWriter,
  signal: AbortSignal | undefined,
) {
  let undecodable = false;
  const careful = (ref: FrameRef) =>
    decode(ref).catch((error: unknown) => {
      undecodable = true;
      throw error;
    });
  try {
    return await streamVolume(volume, headers, careful, writer, signal);
  } catch (error) {
    if (undecodable) return null;
    throw error;
  }
}
