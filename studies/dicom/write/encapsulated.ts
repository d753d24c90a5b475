import type { FrameShape } from '../codecs/codec.ts';
import { concatenate, encodeDataSet } from './encode.ts';
import { fileHead } from './instance.ts';

const secondaryCaptureStorage = '1.2.840.10008.5.1.4.1.1.7';
const jpegExtended = '1.2.840.10008.1.2.4.51';

/**
 * One JPEG frame of 12 bits as the smallest DICOM file that a decoder library opens: no patient,
 * no study, UIDs without meaning.
 */
export function encapsulatedPicture(stream: Uint8Array, shape: FrameShape): Uint8Array {
  const sopInstanceUid = '2.25.1';
  const padded = stream.length + (stream.length % 2);
  return concatenate([
    ...fileHead(secondaryCaptureStorage, sopInstanceUid, jpegExtended),
    ...encodeDataSet({
      SOPClassUID: secondaryCaptureStorage,
      SOPInstanceUID: sopInstanceUid,
      SamplesPerPixel: shape.samplesPerPixel,
      PhotometricInterpretation: shape.samplesPerPixel === 1 ? 'MONOCHROME2' : shape.photometric,
      PlanarConfiguration: shape.samplesPerPixel === 1 ? undefined : 0,
      Rows: shape.rows,
      Columns: shape.columns,
      BitsAllocated: 16,
      BitsStored: 12,
      HighBit: 11,
      PixelRepresentation: shape.signed ? 1 : 0,
    }),
    pixelDataOfUndefinedLength,
    item(0),
    item(padded),
    stream,
    new Uint8Array(padded - stream.length),
    sequenceDelimiter,
  ]);
}

const pixelDataOfUndefinedLength = Uint8Array.from([
  0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff,
]);
const sequenceDelimiter = Uint8Array.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);

function item(length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, 0xe000fffe, true);
  view.setUint32(4, length, true);
  return new Uint8Array(view.buffer);
}
