import type { LpsPoint } from '../../volume/geometry.ts';
import type { Attributes } from '../read/attributes.ts';
import { pointOf, wholeOrNull } from './object-fields.ts';
import type { BeamRecord, PlanRecord } from './planning-records.ts';
import { rtTags } from './rt-tags.ts';

/** Isocentres nearer than this are one. */
const sameIsocentreMm = 0.1;

/**
 * Beams of photon, electron and ion plans (PS3.3 C.8.8.14, C.8.8.25). A control point repeats only
 * what changes, so that values are looked for from the first one on.
 */
export function readBeams(plan: Attributes): BeamRecord[] {
  const fractions = fractionValues(plan);
  const items = [...plan.items(rtTags.beamSequence), ...plan.items(rtTags.ionBeamSequence)];
  return items.map((beam, n) => {
    const number = wholeOrNull(beam, rtTags.beamNumber) ?? n + 1;
    const points = [
      ...beam.items(rtTags.controlPointSequence),
      ...beam.items(rtTags.ionControlPointSequence),
    ];
    const numbers = (tag: string) => points.flatMap((point) => point.number(tag) ?? []);
    const gantry = numbers(rtTags.gantryAngle);
    const turning = points
      .map((point) => point.string(rtTags.gantryDirection))
      .find((direction) => direction === 'CW' || direction === 'CC');
    return {
      number,
      name: beam.text(rtTags.beamName),
      description: beam.text(rtTags.beamDescription),
      type: beam.string(rtTags.beamType),
      radiation: beam.string(rtTags.radiationType),
      delivery: beam.string(rtTags.treatmentDeliveryType),
      machine: beam.text(rtTags.treatmentMachineName),
      isocentreMm: isocentreOf(points),
      gantryDeg: gantry[0] ?? null,
      gantryStopDeg: gantry.at(-1) ?? null,
      gantryDirection: turning ?? 'NONE',
      collimatorDeg: numbers(rtTags.collimatorAngle)[0] ?? null,
      couchDeg: numbers(rtTags.couchAngle)[0] ?? null,
      energyMv: numbers(rtTags.nominalBeamEnergy)[0] ?? null,
      sourceAxisMm: beam.number(rtTags.sourceAxisDistance),
      controlPoints: points.length,
      meterset: fractions.get(number)?.meterset ?? null,
      doseGy: fractions.get(number)?.doseGy ?? null,
    };
  });
}

/** Distinct isocentres, that of most beams first; set-up beams count with the others. */
export function isocentresOf(beams: readonly BeamRecord[]): PlanRecord['isocentres'] {
  const found: PlanRecord['isocentres'] = [];
  for (const { number, isocentreMm } of beams) {
    if (isocentreMm === null) continue;
    const same = found.find(({ pointMm }) => {
      const off = pointMm.map((value, c) => value - isocentreMm[c]!);
      return Math.hypot(...off) < sameIsocentreMm;
    });
    if (same === undefined) found.push({ pointMm: [...isocentreMm], beams: [number] });
    else same.beams.push(number);
  }
  return found.sort((a, b) => b.beams.length - a.beams.length);
}

function isocentreOf(points: readonly Attributes[]): [number, number, number] | null {
  const first = points
    .map((point) => pointOf(point, rtTags.isocentre))
    .find((point): point is LpsPoint => point !== null);
  return first === undefined ? null : [...first];
}

/** Monitor units and dose of a beam in one fraction, from the first group that names it. */
function fractionValues(plan: Attributes) {
  const values = new Map<number, { meterset: number | null; doseGy: number | null }>();
  for (const group of plan.items(rtTags.fractionGroupSequence)) {
    for (const beam of group.items(rtTags.referencedBeamSequence)) {
      const number = wholeOrNull(beam, rtTags.referencedBeamNumber);
      if (number === null || values.has(number)) continue;
      const meterset = beam.number(rtTags.beamMeterset);
      values.set(number, { meterset, doseGy: beam.number(rtTags.beamDose) });
    }
  }
  return values;
}
