import { explicitLittleEndian } from '../read/transfer-syntax.ts';
import type { DataSetToWrite } from './elements.ts';
import { byteLength, concatenate, encodeDataSet, encodeElement } from './encode.ts';

/** Sparrow's own UID, named in every file it writes (PS3.10 7.1); under 2.25, never reused. */
const implementationClassUid = '2.25.241069527338116453916158230911426094337';
const implementationVersion = 'SPARROW_0_1';

/**
 * A DICOM file (PS3.10): preamble, meta header, data set in Explicit VR Little Endian. Text is
 * UTF-8, and the data set says so.
 */
export function writeInstance(
  dataSet: DataSetToWrite & { SOPClassUID: string; SOPInstanceUID: string },
): Uint8Array {
  return concatenate([
    ...fileHead(dataSet.SOPClassUID, dataSet.SOPInstanceUID, explicitLittleEndian),
    ...encodeDataSet({ ...dataSet, SpecificCharacterSet: 'ISO_IR 192' }),
  ]);
}

/** Preamble and file meta information (PS3.10 7.1). */
export function fileHead(
  sopClassUid: string,
  sopInstanceUid: string,
  transferSyntaxUid: string,
): Uint8Array[] {
  const meta = [
    ...encodeElement('00020001', 'OB', Uint8Array.of(0, 1)),
    ...encodeElement('00020002', 'UI', sopClassUid),
    ...encodeElement('00020003', 'UI', sopInstanceUid),
    ...encodeElement('00020010', 'UI', transferSyntaxUid),
    ...encodeElement('00020012', 'UI', implementationClassUid),
    ...encodeElement('00020013', 'SH', implementationVersion),
  ];
  const preamble = new Uint8Array(132);
  preamble.set(new TextEncoder().encode('DICM'), 128);
  return [preamble, ...encodeElement('00020000', 'UL', byteLength(meta)), ...meta];
}
