import type { BeamRecord, RtImageRecord } from '../../../studies/dicom/rt/planning-records.ts';
import type { LinkedRtImage, StudyPlanning } from '../../../studies/library/planning-records.ts';
import type { StudyRecord, VolumeRecord } from '../../../studies/library/records.ts';

/** A picture of a treatment machine: it is read in a view of its own. */
export function isRtImage(study: StudyRecord, volume: VolumeRecord): boolean {
  const series = study.series.find(({ uid }) => uid === volume.seriesUid);
  return volume.kind === 'picture' && series?.modality === 'RTIMAGE';
}

/** What is known about a picture of the library as an RT image; null where its file was not read. */
export function rtImageOf(
  planning: StudyPlanning | undefined,
  volumeId: string,
): LinkedRtImage | null {
  return planning?.rtImages.find((image) => image.volumeId === volumeId) ?? null;
}

/** The plan and the beam that an RT image belongs to, as far as the library holds them. */
export function beamOf(
  planning: StudyPlanning | undefined,
  image: LinkedRtImage | null,
): { planLabel: string; beam: BeamRecord | null } | null {
  const plan = planning?.plans.find(({ id }) => id === image?.planId);
  if (!plan) return null;
  const { record } = plan;
  return {
    planLabel: record.label || record.name,
    beam: record.beams.find(({ number }) => number === image?.record.beamNumber) ?? null,
  };
}

/** One line of figures: a locale key under `rtimage.fact`, and what stands behind it. */
export interface RtImageFact {
  readonly key: string;
  readonly kind: 'degrees' | 'mm' | 'pair' | 'point' | 'text';
  /** Numbers of degrees and millimetres; null: the file does not say. */
  readonly values: readonly number[] | null;
  readonly text?: string;
}

/** What a reader asks of an RT image. Whatever the file is silent about is left out, except the main figures. */
export function rtImageFacts(
  image: RtImageRecord,
  of: { planLabel: string; beam: BeamRecord | null } | null,
): RtImageFact[] {
  const one = (value: number | null) => (value === null ? null : [value]);
  const text = (key: string, words: string): RtImageFact[] =>
    words ? [{ key, kind: 'text', values: null, text: words }] : [];
  const optional = (fact: RtImageFact): RtImageFact[] => (fact.values ? [fact] : []);
  const isocentre = image.isocentreMm ?? of?.beam?.isocentreMm ?? null;
  const beam = of?.beam?.name ?? '';
  const beamText = [image.beamNumber === null ? '' : String(image.beamNumber), beam];
  return [
    { key: 'gantry', kind: 'degrees', values: one(image.gantryDeg) },
    ...optional({ key: 'collimator', kind: 'degrees', values: one(image.collimatorDeg) }),
    ...optional({ key: 'couch', kind: 'degrees', values: one(image.couchDeg) }),
    { key: 'sid', kind: 'mm', values: one(image.sidMm) },
    { key: 'sad', kind: 'mm', values: one(image.sadMm) },
    ...optional({ key: 'isocentre', kind: 'point', values: isocentre }),
    ...optional({ key: 'pixel', kind: 'pair', values: image.isocentreSpacingMm }),
    ...optional({ key: 'panelPixel', kind: 'pair', values: image.planeSpacingMm }),
    ...text('beam', beamText.filter(Boolean).join(' · ')),
    ...text('plan', of?.planLabel ?? ''),
    ...text('machine', image.machine),
    ...text('fraction', image.fraction === null ? '' : String(image.fraction)),
  ];
}
