import { warning, type Warning } from '../../messages/sparrow-error.ts';
import type { Attributes } from '../read/attributes.ts';
import { tags } from '../read/tags.ts';
import { distinct, objectFields, referencedUids, uidOrNull } from './object-fields.ts';
import {
  registrationRecordSchema,
  type RegistrationRecord,
  type TransformRecord,
} from './planning-records.ts';
import { departureFromRigid, determinant, identityMatrix, multiply } from './rigid-matrix.ts';
import { rtTags } from './rt-tags.ts';
import { deformableRegistrationStorage } from './sop-classes.ts';

/** Decimal strings of vendors are rounded; more than this is no rotation. */
const rigidTolerance = 1e-3;

/**
 * A Spatial Registration (PS3.3 C.20.2): every matrix leads from the frame of its own item to the
 * frame of the object. Several matrices of one item are applied in their order and come as one.
 */
export function readRegistration(attributes: Attributes): RegistrationRecord {
  const warnings: Warning[] = [];
  const items = attributes.items(rtTags.registrationSequence);
  const series = seriesOfImages(attributes);
  const transforms = items.flatMap((item) => readTransform(item, series, warnings) ?? []);
  const lost = items.length - transforms.length;
  if (lost > 0 || items.length === 0) {
    const params = { count: Math.max(1, lost), total: Math.max(1, items.length) };
    warnings.push(warning('planning/no-matrix', params));
  }
  if (attributes.string(tags.sopClassUid) === deformableRegistrationStorage) {
    warnings.push(warning('planning/deformable'));
  }
  return registrationRecordSchema.parse({
    kind: 'registration',
    ...objectFields(attributes, {
      label: rtTags.contentLabel,
      description: rtTags.contentDescription,
      date: rtTags.contentDate,
      time: rtTags.contentTime,
    }),
    registeredFrameUid: uidOrNull(attributes, tags.frameOfReferenceUid),
    transforms,
    warnings,
  });
}

function readTransform(
  item: Attributes,
  series: ReadonlyMap<string, string>,
  warnings: Warning[],
): TransformRecord | null {
  const [registered] = item.items(rtTags.matrixRegistrationSequence);
  const steps = registered?.items(rtTags.matrixSequence) ?? [];
  const matrices = steps.map((step) => step.numbers(rtTags.matrix));
  const whole = matrices.every((m) => m.length === 16 && m.every(Number.isFinite));
  if (registered === undefined || matrices.length === 0 || !whole) return null;
  const matrix = matrices.reduce((before, next) => multiply(next, before), [...identityMatrix]);
  const types = steps.map((step) => step.string(rtTags.matrixType).toUpperCase());
  const type = types.find((one) => one === 'AFFINE' || one === 'RIGID_SCALE') ?? 'RIGID';
  const departure = departureFromRigid(matrix);
  if (determinant(matrix) < 0) warnings.push(warning('planning/mirrored'));
  else if (type !== 'RIGID') warnings.push(warning('planning/scaled', { type }));
  else if (departure > rigidTolerance) {
    const params = { departure: Number(departure.toPrecision(2)) };
    warnings.push(warning('planning/not-rigid', params));
  }
  const imageUids = distinct(referencedUids(item, rtTags.referencedImageSequence));
  const code = registered.item(rtTags.registrationTypeCodeSequence);
  return {
    fromFrameUid: uidOrNull(item, tags.frameOfReferenceUid),
    matrix,
    type: type,
    method: code?.text(rtTags.codeMeaning) ?? '',
    comment: registered.text(rtTags.matrixComment),
    imageUids,
    seriesUids: distinct(imageUids.flatMap((uid) => series.get(uid) ?? [])),
  };
}

/** The series of each image, of this study and of others (PS3.3 C.12.2). */
function seriesOfImages(attributes: Attributes): Map<string, string> {
  const studies = [attributes, ...attributes.items(rtTags.otherStudiesSequence)];
  const series = studies.flatMap((study) => study.items(rtTags.referencedSeriesSequence));
  return new Map(
    series.flatMap((item) => {
      const uid = item.string(tags.seriesInstanceUid);
      const images = referencedUids(item, rtTags.referencedInstanceSequence);
      return uid === '' ? [] : images.map((image) => [image, uid] as const);
    }),
  );
}
