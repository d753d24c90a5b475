import type { MatchRecord } from '../library/match-records.ts';
import type { StudyRecord } from '../library/records.ts';
import type { CouchDisplayName } from '../positioning/couch/display.ts';
import type { Contour } from '../positioning/structures/contour.ts';
import type { ReportVolume } from './report-input.ts';

/** A structure whose lines are drawn over the pictures; contours in the planning CT's patient LPS mm. */
export interface MatchStructure {
  readonly name: string;
  /** Red, green, blue, 0 to 255. */
  readonly colour: readonly [number, number, number];
  readonly contours: readonly Contour[];
}

/** Everything that the page of a positioning check shows; it looks nothing up. */
export interface MatchReportInput {
  readonly record: MatchRecord;
  /** How the console shows the six numbers. */
  readonly display: CouchDisplayName;
  /** Of the scan. */
  readonly study: StudyRecord;
  readonly planningStudy: StudyRecord;
  /** Day and time of the scan, as people write it; empty where nobody tells. */
  readonly scanned: string;
  /** The planning CT. */
  readonly fixed: ReportVolume;
  /** The scan. */
  readonly moving: ReportVolume;
  /** Label or name of the plan; null where there is none. */
  readonly plan: string | null;
  readonly structures: readonly MatchStructure[];
  /** Name of the structure that was matched on; null where it was none. */
  readonly regionName: string | null;
  /** Of a restored scan: what stays on its pictures. */
  readonly badge: string | null;
  readonly software: string;
  readonly created: Date;
}
