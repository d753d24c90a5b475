import { warning } from '../../messages/sparrow-error.ts';
import type { Attributes } from '../read/attributes.ts';
import { tags } from '../read/tags.ts';
import { objectFields, pointOf, referencedUids, uidOrNull, wholeOrNull } from './object-fields.ts';
import { rtImageRecordSchema, type RtImageRecord } from './planning-records.ts';
import { rtTags } from './rt-tags.ts';

/**
 * An RT image (PS3.3 C.8.8.2): a projection taken or computed at a treatment machine. Its pixels
 * are a picture of the study; here is where they lie. RT image position is given in the receptor
 * plane, x to the right and y up on the picture, from where the beam axis meets it.
 */
export function readRtImage(attributes: Attributes): RtImageRecord {
  const spacing = attributes.numbers(tags.imagePlanePixelSpacing);
  const [rowsMm, columnsMm] = spacing;
  const planeSpacingMm = positive(columnsMm) && positive(rowsMm) ? [columnsMm, rowsMm] : null;
  const sidMm = attributes.number(rtTags.rtImageSid);
  const sadMm = attributes.number(rtTags.machineSad);
  const shrink = positive(sidMm) && positive(sadMm) ? sadMm / sidMm : null;
  const [x, y] = attributes.numbers(rtTags.rtImagePosition);
  const placed =
    planeSpacingMm !== null && x !== undefined && y !== undefined && Number.isFinite(x + y);
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
    axisPixel: placed ? [-x / planeSpacingMm[0]!, y / planeSpacingMm[1]!] : null,
    isocentreMm: pointOf(attributes, rtTags.isocentre),
    planUid: referencedUids(attributes, rtTags.referencedPlanSequence)[0] ?? null,
    beamNumber: wholeOrNull(attributes, rtTags.referencedBeamNumber),
    fraction: wholeOrNull(attributes, rtTags.fractionNumber),
    warnings: placed ? [] : [warning('planning/no-image-place')],
  });
}

function positive(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && value > 0;
}
