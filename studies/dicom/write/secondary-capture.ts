import type { DecodedFrame } from '../types.ts';
import { writeInstance } from './instance.ts';
import { commonModules, derivationModule } from './modules.ts';
import type { SeriesMeta } from './series-meta.ts';
import { newUid } from './uid.ts';

const secondaryCaptureStorage = '1.2.840.10008.5.1.4.1.1.7';

/**
 * A screen picture or report page as Secondary Capture (PS3.3 A.8.1): 8-bit grey or interleaved RGB.
 * `annotated` says that text is burned in, as a badge is. Throws TypeError for other pixels.
 */
export function writeSecondaryCapture(
  picture: DecodedFrame,
  meta: SeriesMeta,
  { annotated = true, number = 1 }: { annotated?: boolean; number?: number } = {},
): Uint8Array {
  const { rows, columns, samplesPerPixel, pixels } = picture;
  if (!(pixels instanceof Uint8Array))
    throw new TypeError('a secondary capture takes 8-bit pixels');
  const colour = samplesPerPixel === 3;
  return writeInstance({
    ...commonModules(meta, 'OT'),
    ...derivationModule(meta, ['OTHER']),
    // A capture has no place in the patient.
    FrameOfReferenceUID: undefined,
    PositionReferenceIndicator: undefined,
    ConversionType: 'WSD',
    SOPClassUID: secondaryCaptureStorage,
    SOPInstanceUID: meta.sopInstanceUid?.(number - 1) ?? newUid(),
    InstanceNumber: number,
    PatientOrientation: '',
    SamplesPerPixel: samplesPerPixel,
    PhotometricInterpretation: colour ? 'RGB' : 'MONOCHROME2',
    PlanarConfiguration: colour ? 0 : undefined,
    Rows: rows,
    Columns: columns,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    BurnedInAnnotation: annotated ? 'YES' : 'NO',
    PixelData: pixels,
  });
}
