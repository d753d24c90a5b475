/** Where an image's bytes lie. All arrays are views, never copies. */
export type PixelSource = NativePixels | EncapsulatedPixels;

/** Uncompressed samples, frame after frame without gaps. */
export interface NativePixels {
  kind: 'native';
  bytes: Uint8Array;
  bigEndian: boolean;
  /** 32 or 64 for FloatPixelData and DoubleFloatPixelData, 0 for integers. */
  floatBits: 0 | 32 | 64;
}

/** Compressed frames in fragments (PS3.5 A.4). */
export interface EncapsulatedPixels {
  kind: 'encapsulated';
  fragments: readonly Uint8Array[];
  /** Byte offset of each fragment's item tag, counted from the first fragment's item tag. */
  fragmentOffsets: readonly number[];
  /** First byte of each frame, counted as above; empty where the file gives no table. */
  frameOffsets: readonly number[];
}
