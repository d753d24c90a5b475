import type { PlanRecord } from '../../../../studies/dicom/rt/planning-records.ts';
import {
  patientPositions,
  type PatientPosition,
} from '../../../../studies/positioning/couch/patient-position.ts';
import type { LpsPoint } from '../../../../studies/volume/geometry.ts';

/** Isocentre of the first beam that treats; setup beams may look at another place. Null: none given. */
export function planIsocentre({ beams }: Pick<PlanRecord, 'beams'>): LpsPoint | null {
  const placed = beams.filter(({ isocentreMm }) => isocentreMm !== null);
  const treating = placed.find(({ delivery }) => delivery === '' || delivery === 'TREATMENT');
  return (treating ?? placed[0])?.isocentreMm ?? null;
}

/** Null where the plan says nothing, or something else than the eight positions. */
export function planPosition({
  patientPosition,
}: Pick<PlanRecord, 'patientPosition'>): PatientPosition | null {
  return patientPositions.find((known) => known === patientPosition) ?? null;
}
