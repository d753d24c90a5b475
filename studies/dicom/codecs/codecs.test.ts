import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FrameShape } from './codec.ts';
import { decodeHtj2k } from './htj2k.ts';
import { decodeJpegLs } from './jpeg-ls.ts';
import { codecs, compressionOf, streamHeader } from './registry.ts';

/** The encoders that the codec packages bring along; only tests use them. */
interface Encoder {
  getDecodedBuffer(info: object): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  setQuality?(reversible: boolean, step: number): void;
  setNearLossless?(near: number): void;
  setInterleaveMode?(mode: number): void;
}

async function load(entry: string): Promise<Record<string, new () => Encoder>> {
  const path = createRequire(import.meta.url).resolve(entry);
  const { default: factory } = (await import(path)) as {
    default: (options: object) => Promise<Record<string, new () => Encoder>>;
  };
  return factory({ locateFile: (name: string) => join(dirname(path), name) });
}

const shape: FrameShape = {
  rows: 48,
  columns: 64,
  samplesPerPixel: 1,
  bitsAllocated: 16,
  signed: true,
  planarConfiguration: 0,
  photometric: 'MONOCHROME2',
};
const info = (bits: number, components: number, isSigned: boolean) => ({
  width: 64,
  height: 48,
  bitsPerSample: bits,
  componentCount: components,
  isSigned,
  isUsingColorTransform: false,
});

describe('high-throughput JPEG 2000', () => {
  it('gives back the samples of a lossless stream', async () => {
    const { HTJ2KEncoder } = await load('@cornerstonejs/codec-openjph/wasmjs');
    const samples = Int16Array.from({ length: 64 * 48 }, (_, n) => ((n * 7919) % 4096) - 2048);
    const encoder = new HTJ2KEncoder!();
    encoder.getDecodedBuffer(info(16, 1, true)).set(new Uint8Array(samples.buffer));
    encoder.setQuality?.(true, 0);
    encoder.encode();
    const stream = encoder.getEncodedBuffer().slice();
    expect(streamHeader('htj2k', stream)).toMatchObject({ rows: 48, columns: 64, bits: 16 });
    const decoded = await decodeHtj2k(stream, shape);
    expect(decoded).toMatchObject({ rows: 48, columns: 64, components: 1, bits: 16 });
    expect(decoded.samples).toEqual(samples);
  });
});

describe('JPEG-LS', () => {
  const colours = Uint8Array.from({ length: 64 * 48 * 3 }, (_, n) => (n * 31) % 251);

  it.each([0, 1, 2])('says whether interleave mode %i gives planes', async (mode) => {
    const { JpegLSEncoder } = await load('@cornerstonejs/codec-charls/wasmjs');
    const encoder = new JpegLSEncoder!();
    encoder.getDecodedBuffer(info(8, 3, false)).set(colours);
    encoder.setNearLossless?.(0);
    encoder.setInterleaveMode?.(mode);
    encoder.encode();
    const stream = encoder.getEncodedBuffer().slice();
    expect(compressionOf(stream)).toBe('jpeg-ls');
    const decoded = await decodeJpegLs(stream, { ...shape, samplesPerPixel: 3, bitsAllocated: 8 });
    expect(decoded.planar).toBe(mode === 0);
    expect(decoded.samples).toEqual(colours);
  });

  it('starts afresh after a damaged stream', async () => {
    const { JpegLSEncoder } = await load('@cornerstonejs/codec-charls/wasmjs');
    const encoder = new JpegLSEncoder!();
    encoder.getDecodedBuffer(info(8, 3, false)).set(colours);
    encoder.setInterleaveMode?.(2);
    encoder.encode();
    const stream = encoder.getEncodedBuffer().slice();
    await expect(decodeJpegLs(stream.subarray(0, 60), shape)).rejects.toThrow();
    expect((await decodeJpegLs(stream, shape)).samples).toEqual(colours);
  });
});

describe('RLE', () => {
  it('refuses a stream too short for the frame that the header claims', () => {
    const stream = new Uint8Array(128);
    stream.set([2, 0, 0, 0, 64, 0, 0, 0, 96, 0, 0, 0]);
    const wide = { ...shape, rows: 16_000, columns: 16_000 };
    expect(() => codecs.rle?.(stream, wide)).toThrow('too short');
  });
});
