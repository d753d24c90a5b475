/** Samples of one frame as a decoder gives them, in machine byte order. */
export interface CodedSamples {
  rows: number;
  columns: number;
  components: number;
  /** Bits per sample in the codestream, which may differ from BitsStored of the header. */
  bits: number;
  signed: boolean;
  samples: Uint8Array | Uint16Array | Int16Array | Uint32Array;
  /** Components one plane after the other instead of interleaved. */
  planar: boolean;
  /** The decoder undid the colour transform, whatever PhotometricInterpretation says. */
  rgb: boolean;
}

/** What the header says of a frame; decoders that need no more than the stream ignore it. */
export interface FrameShape {
  rows: number;
  columns: number;
  samplesPerPixel: number;
  bitsAllocated: number;
  signed: boolean;
  /** 1: one plane after the other. Only uncompressed frames follow it. */
  planarConfiguration: number;
  /** PhotometricInterpretation. */
  photometric: string;
}

/**
 * Decodes one frame. `stream` is the whole codestream, fragments joined. Throws Error when the
 * stream is damaged; the caller names the file.
 */
export type Codec = (stream: Uint8Array, shape: FrameShape) => CodedSamples | Promise<CodedSamples>;
