import { couchFrame, type CouchFrame } from '../../../../studies/positioning/couch/couch-shift.ts';
import type { PatientPosition } from '../../../../studies/positioning/couch/patient-position.ts';
import type { MatchParams } from '../../../../studies/library/match-records.ts';
import type { PlanRecord } from '../../../../studies/dicom/rt/planning-records.ts';
import { warning, type Warning } from '../../../../studies/messages/sparrow-error.ts';
import {
  patientToVoxel,
  voxelToPatient,
  type LpsPoint,
  type VolumeGeometry,
} from '../../../../studies/volume/geometry.ts';
import { planIsocentre, planPosition } from '../../services/match/plan-place.ts';

/** Where the isocentre lies in both volumes and how the patient lies, as far as known before the fit. */
export interface MatchPlace {
  readonly position: PatientPosition;
  /** Null: nobody says; the middle of the planning CT's body. */
  readonly planIsocentreMm: LpsPoint | null;
  /** Null: where the plan's is, since both volumes share a frame of reference. */
  readonly scanIsocentreMm: LpsPoint | null;
}

export interface PlaceSources {
  readonly params: Pick<MatchParams, 'isocentreMm' | 'scanIsocentreMm' | 'position'>;
  readonly plan: PlanRecord | null;
  /** Whether scan and planning CT name the same frame of reference. */
  readonly sharesFrame: boolean;
  readonly scan: VolumeGeometry;
  /** Of the projections that the scan was reconstructed from. */
  readonly projectionsIsocentreMm: LpsPoint | null;
}

/** What was asked for, else what plan and scan say, else what is usual; each guess is told. */
export function choosePlace(sources: PlaceSources): { place: MatchPlace; warnings: Warning[] } {
  const { params, plan } = sources;
  const warnings: Warning[] = [];
  const position = params.position ?? (plan && planPosition(plan));
  if (position === null) warnings.push(warning('positioning/position-assumed'));
  const count = plan?.isocentres.length ?? 0;
  if (params.isocentreMm === null && count > 1) {
    warnings.push(warning('positioning/several-isocentres', { count }));
  }
  const planIsocentreMm = params.isocentreMm ?? (plan && planIsocentre(plan));
  const scan = params.scanIsocentreMm ?? scanIsocentre(sources, warnings);
  const place = { position: position ?? 'HFS', planIsocentreMm, scanIsocentreMm: scan };
  return { place, warnings };
}

/** The frame that couch numbers are made in; a plan's isocentre that nobody knows is the body's middle. */
export function frameAt(
  { position, planIsocentreMm, scanIsocentreMm }: MatchPlace,
  bodyMiddleMm: LpsPoint,
): { frame: CouchFrame; warnings: Warning[] } {
  const plan = planIsocentreMm ?? bodyMiddleMm;
  const frame = couchFrame(position, plan, scanIsocentreMm ?? plan);
  const warnings = planIsocentreMm === null ? [warning('positioning/isocentre-assumed')] : [];
  return { frame, warnings };
}

function scanIsocentre(
  { sharesFrame, scan, projectionsIsocentreMm }: PlaceSources,
  warnings: Warning[],
): LpsPoint | null {
  if (sharesFrame) {
    warnings.push(warning('positioning/scan-isocentre-as-planned'));
    return null;
  }
  if (projectionsIsocentreMm !== null) return projectionsIsocentreMm;
  if (holds(scan, [0, 0, 0])) {
    warnings.push(warning('positioning/scan-isocentre-origin'));
    return [0, 0, 0];
  }
  warnings.push(warning('positioning/scan-isocentre-middle'));
  const [i, j, k] = scan.dims;
  return voxelToPatient(scan, [(i - 1) / 2, (j - 1) / 2, (k - 1) / 2]);
}

function holds(geometry: VolumeGeometry, point: LpsPoint): boolean {
  const index = patientToVoxel(geometry, point);
  return index.every((value, axis) => value >= -0.5 && value <= geometry.dims[axis]! - 0.5);
}
