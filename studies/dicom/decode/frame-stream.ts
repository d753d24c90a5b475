import type { EncapsulatedPixels } from '../read/pixel-source.ts';

/**
 * The codestream of one frame, fragments joined. Offset tables are used where they fit the
 * fragments; without one a frame starts at a fragment that starts a codestream (PS3.5 A.4).
 * Null when the fragments can't be told apart into `frameCount` frames.
 */
export function frameStream(
  pixels: EncapsulatedPixels,
  frame: number,
  frameCount: number,
): Uint8Array | null {
  const { fragments } = pixels;
  if (frameCount === 1) return join(fragments);
  const starts = byOffsets(pixels, frameCount) ?? byCount(pixels, frameCount);
  const found = starts ?? byMarkers(pixels, frameCount);
  if (found === null) return null;
  return join(fragments.slice(found[frame], found[frame + 1]));
}

/** First fragment of each frame by the offset table; null when the table does not fit. */
function byOffsets(pixels: EncapsulatedPixels, frameCount: number): number[] | null {
  const { frameOffsets, fragmentOffsets } = pixels;
  if (frameOffsets.length !== frameCount) return null;
  const starts = frameOffsets.map((offset) => fragmentOffsets.indexOf(offset));
  const ascending = starts.every((start, n) => start >= 0 && start > (starts[n - 1] ?? -1));
  return ascending && starts[0] === 0 ? starts : null;
}

function byCount({ fragments }: EncapsulatedPixels, frameCount: number): number[] | null {
  return fragments.length === frameCount ? fragments.map((_, n) => n) : null;
}

function byMarkers({ fragments }: EncapsulatedPixels, frameCount: number): number[] | null {
  const starts = fragments.flatMap((fragment, n) => {
    const previous = fragments[n - 1];
    const fresh = previous === undefined || endsStream(previous);
    return fresh && startsStream(fragment) ? [n] : [];
  });
  return starts.length === frameCount ? starts : null;
}

/** SOI of JPEG and JPEG-LS, SOC of JPEG 2000, or the signature box of a JP2 file. */
function startsStream(fragment: Uint8Array): boolean {
  const [a, b, c, d] = fragment;
  if (a === 0xff && (b === 0xd8 || b === 0x4f)) return true;
  return a === 0 && b === 0 && c === 0 && d === 12;
}

/** EOI or EOC, which share a code, before at most two bytes of padding. */
function endsStream(fragment: Uint8Array): boolean {
  for (let at = fragment.length - 2; at >= Math.max(0, fragment.length - 4); at -= 1) {
    if (fragment[at] === 0xff && fragment[at + 1] === 0xd9) return true;
  }
  return false;
}

function join(fragments: readonly Uint8Array[]): Uint8Array {
  const [only] = fragments;
  if (fragments.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(fragments.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const fragment of fragments) {
    joined.set(fragment, at);
    at += fragment.length;
  }
  return joined;
}
