import { warning, type Warning } from '../../messages/sparrow-error.ts';
import type { Attributes } from '../read/attributes.ts';
import { tags } from '../read/tags.ts';
import { isocentresOf, readBeams } from './beams.ts';
import { distinct, objectFields, referencedUids, uidOrNull, wholeOrNull } from './object-fields.ts';
import { planRecordSchema, type PlanRecord } from './planning-records.ts';
import { rtTags } from './rt-tags.ts';

const positions = ['HFS', 'HFP', 'FFS', 'FFP', 'HFDL', 'HFDR', 'FFDL', 'FFDR'];

/** A plan (PS3.3 A.20, A.49): beams, isocentres, how the patient lies, what is prescribed. */
export function readPlan(attributes: Attributes): PlanRecord {
  const beams = readBeams(attributes);
  const isocentres = isocentresOf(beams);
  const lying = distinct(
    [...attributes.items(rtTags.patientSetupSequence), attributes]
      .map((item) => item.string(rtTags.patientPosition).toUpperCase())
      .filter((position) => positions.includes(position)),
  );
  const warnings = planWarnings(attributes, beams, isocentres, lying);
  return planRecordSchema.parse({
    kind: 'plan',
    ...objectFields(attributes, {
      label: rtTags.planLabel,
      description: rtTags.planDescription,
      date: rtTags.planDate,
      time: rtTags.planTime,
    }),
    name: attributes.text(rtTags.planName),
    approval: attributes.string(rtTags.approvalStatus),
    intent: attributes.string(rtTags.planIntent),
    frameOfReferenceUid: uidOrNull(attributes, tags.frameOfReferenceUid),
    structureSetUid: referencedUids(attributes, rtTags.referencedStructureSetSequence)[0] ?? null,
    patientPosition: lying[0] ?? null,
    beams,
    isocentres,
    prescription: {
      description: attributes.text(rtTags.prescriptionDescription),
      fractions: fractionsOf(attributes),
      targets: targetsOf(attributes),
    },
    warnings,
  });
}

function planWarnings(
  attributes: Attributes,
  beams: PlanRecord['beams'],
  isocentres: PlanRecord['isocentres'],
  lying: readonly string[],
): Warning[] {
  const told: Warning[] = [];
  const without = beams.filter(({ isocentreMm }) => isocentreMm === null).length;
  if (beams.length === 0) told.push(warning('planning/no-beams'));
  if (without > 0) {
    told.push(warning('planning/no-isocentre', { count: without, total: beams.length }));
  }
  if (isocentres.length > 1) {
    told.push(warning('planning/several-isocentres', { count: isocentres.length }));
  }
  if (lying.length === 0) told.push(warning('planning/no-patient-position'));
  if (lying.length > 1) {
    told.push(warning('planning/patient-positions', { positions: lying.join(', ') }));
  }
  if (attributes.string(rtTags.planGeometry) === 'TREATMENT_DEVICE') {
    told.push(warning('planning/phantom-plan'));
  }
  return told;
}

/** Of the first group that says it; null where none does. */
function fractionsOf(attributes: Attributes): number | null {
  const planned = attributes
    .items(rtTags.fractionGroupSequence)
    .map((group) => wholeOrNull(group, rtTags.fractionsPlanned));
  return planned.find((count) => count !== null) ?? null;
}

function targetsOf(attributes: Attributes): PlanRecord['prescription']['targets'] {
  return attributes.items(rtTags.doseReferenceSequence).flatMap((item) => {
    const doseGy = item.number(rtTags.targetPrescriptionDose);
    const type = item.string(rtTags.doseReferenceType);
    if (doseGy === null || (type !== '' && type !== 'TARGET')) return [];
    return [{ description: item.text(rtTags.doseReferenceDescription), doseGy }];
  });
}
