import { warning } from '../../messages/sparrow-error.ts';
import type { Attributes } from '../read/attributes.ts';
import { tags } from '../read/tags.ts';
import { objectFields, pointOf, referencedUids, uidOrNull, wholeOrNull } from './object-fields.ts';
import { rtImageRecordSchema, type RtImageRecord } from './planning-records.ts';
import { rtTags } from './rt-tags.ts';

/**
 * An RT image (PS3.3 C.8.8.2): a projection taken or computed at a treatment machine. Its pixels
 * are a picture of the study; here is where they lie.
 */
export function readRtImage(attributes: Attributes): RtImageRecord {
  const spacing = attributes.numbers(tags.imagePlanePixelSpacing);
  const [rowsMm, columnsMm] = spacing;
  const planeSpacingMm = positive(columnsMm) && positive(rowsMm) ? [columnsMm, rowsMm] : null;
  const sidMm = attributes.number(rtTags.rtImageSid);
  const sadMm = attributes.number(rtTags.machineSad);
  const shrink = positive(sidMm) && positive(sadMm) ? sadMm / sidMm : null;
  const axisPixel = planeSpacingMm === null ? null : axisPixelOf(attributes, planeSpacingMm);
  return rtImageRecordSchema.parse({
    kind: 'rt-image',
    ...objectFields(attributes, {
      label: rtTags.rtImageLabel,
      description: rtTags.rtImageDescription,
      date: rtTags.contentDate,
      time: rtTags.contentTime,
    }),
    rows: attributes.number(tags.rows, 'us') ?? 0,
    columns: attributes.number(tags.columns, 'us') ?? 0,
    frameOfReferenceUid: uidOrNull(attributes, tags.frameOfReferenceUid),
    machine: attributes.text(rtTags.machineName),
    gantryDeg: attributes.number(rtTags.gantryAngle),
    collimatorDeg: attributes.number(rtTags.collimatorAngle),
    couchDeg: attributes.number(rtTags.couchAngle),
    patientPosition: attributes.string(rtTags.patientPosition) || null,
    sidMm,
    sadMm,
    planeSpacingMm,
    isocentreSpacingMm:
      planeSpacingMm === null || shrink === null ? null : planeSpacingMm.map((mm) => mm * shrink),
    axisPixel,
    isocentreMm: pointOf(attributes, rtTags.isocentre),
    planUid: referencedUids(attributes, rtTags.referencedPlanSequence)[0] ?? null,
    beamNumber: wholeOrNull(attributes, rtTags.referencedBeamNumber),
    fraction: wholeOrNull(attributes, rtTags.fractionNumber),
    warnings: axisPixel !== null ? [] : [warning('planning/no-image-place')],
  });
}

/**
 * Column and row where the beam axis meets the image. RT image position and orientation are in the
 * receptor's system (x right, y up when nothing else is said); its origin lies off the beam axis by
 * the receptor's translation and turns with it, both given in the gantry's system (IEC 61217).
 */
function axisPixelOf(
  attributes: Attributes,
  [columnMm, rowMm]: readonly number[],
): [number, number] | null {
  const [x, y] = attributes.numbers(rtTags.rtImagePosition);
  if (x === undefined || y === undefined || !Number.isFinite(x + y)) return null;
  const [shiftX = 0, shiftY = 0] = attributes.numbers(rtTags.receptorTranslation);
  const turn = ((attributes.number(rtTags.receptorAngle) ?? 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const right = -(cos * shiftX + sin * shiftY) - x;
  const up = sin * shiftX - cos * shiftY - y;
  const given = attributes.numbers(rtTags.rtImageOrientation);
  const [alongX, alongY, , downX, downY] = given.length === 6 ? given : [1, 0, 0, 0, -1, 0];
  const pixel = [
    (right * alongX! + up * alongY!) / columnMm!,
    (right * downX! + up * downY!) / rowMm!,
  ] as const;
  return pixel.every(Number.isFinite) ? [pixel[0] + 0, pixel[1] + 0] : null;
}

function positive(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && value > 0;
}
