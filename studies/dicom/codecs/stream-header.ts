/** What a codestream says of itself, read before a decoder allocates anything for it. */
export interface StreamHeader {
  rows: number;
  columns: number;
  components: number;
  bits: number;
  /** JPEG process by its SOF marker: 0xc0 baseline, 0xc1 extended, 0xc2 progressive, 0xc3 lossless. */
  startOfFrame: number;
}

/** Frame header of a JPEG or JPEG-LS stream (ISO 10918-1 B.2.2, ISO 14495-1 C.2.2); null if there is none. */
export function jpegHeader(stream: Uint8Array): StreamHeader | null {
  if (stream[0] !== 0xff || stream[1] !== 0xd8) return null;
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  for (let at = 2; at + 9 < stream.length;) {
    if (stream[at] !== 0xff) return null;
    const marker = stream[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // fill byte
    } else if (isStartOfFrame(marker)) {
      return {
        bits: view.getUint8(at + 4),
        rows: view.getUint16(at + 5),
        columns: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
        startOfFrame: marker,
      };
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return null;
}

/** All SOF markers but DHT, JPG and DAC; 0xf7 is that of JPEG-LS. */
function isStartOfFrame(marker: number): boolean {
  if (marker === 0xf7) return true;
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/**
 * The codestream proper of JPEG 2000: some writers wrap it in a JP2 file, against PS3.5 A.4.4.
 * Null when there is none.
 */
export function jpeg2000Codestream(stream: Uint8Array): Uint8Array | null {
  const last = Math.min(stream.length - 4, 4096);
  for (let at = 0; at <= last; at += 1) {
    if (
      stream[at] === 0xff &&
      stream[at + 1] === 0x4f &&
      stream[at + 2] === 0xff &&
      stream[at + 3] === 0x51
    ) {
      return stream.subarray(at);
    }
  }
  return null;
}

/** SIZ segment of a JPEG 2000 codestream (ISO 15444-1 A.5.1). */
export function jpeg2000Header(codestream: Uint8Array): StreamHeader | null {
  if (codestream.length < 45) return null;
  const view = new DataView(codestream.buffer, codestream.byteOffset, codestream.byteLength);
  return {
    columns: view.getUint32(8) - view.getUint32(16),
    rows: view.getUint32(12) - view.getUint32(20),
    components: view.getUint16(40),
    bits: (view.getUint8(42) & 0x7f) + 1,
    startOfFrame: 0,
  };
}
