import type { MatchRecord } from '../../studies/library/match-records.ts';
import { couchAxes, shownNumbers } from '../../studies/positioning/couch/display.ts';

/** What `match` prints with --json. A refused match has no numbers, its matrix included. */
export function matchShape(record: MatchRecord) {
  const { id, studyUid, params, frame, within, quality, uncertainty } = record;
  const { matrix, couch, credible, reasons, warnings, evidence, words, beyondCouch } = record;
  const { method, residuals, captureRange, opinion, departurePercent, seconds } = record;
  return {
    result: id,
    study: studyUid,
    fixed: params.fixedVolumeId,
    moving: params.movingVolumeId,
    matrix: credible && matrix !== null ? nested(matrix) : null,
    couch,
    convention: {
      scale: 'IEC 61217',
      matrix: "from the scan's to the planning CT's patient coordinates, LPS mm",
      ...frame,
    },
    metric: quality && named(quality),
    uncertainty: uncertainty && {
      ...uncertainty.couch,
      mostMm: uncertainty.mostMm,
      mostDeg: uncertainty.mostDeg,
    },
    within,
    words,
    credible,
    reasons,
    warnings,
    beyondCouch,
    evidence,
    residuals,
    captureRange,
    opinion: opinion && { ...opinion, matrix: nested(opinion.matrix) },
    departurePercent,
    method,
    dof: params.dof,
    plan: params.planId,
    seconds,
  };
}

/** Lines for people: what the couch does, how sure that is, and whether it passes. */
export function matchLines(record: MatchRecord): string[] {
  const { id, words, couch, uncertainty, within, warnings, opinion, frame } = record;
  if (couch === null) return [];
  const spread = uncertainty === null ? null : shownNumbers(uncertainty.couch);
  const numbers = shownNumbers(couch).map(({ label, text, unit }, n) => {
    const sure = spread === null ? '' : ` ± ${spread[n]!.text}`;
    const fails = within?.failed.includes(couchAxes[n]!) ? '  outside' : '';
    return `  ${label.padEnd(13)} ${text.padStart(6)}${sure} ${unit}${fails}`;
  });
  return [
    `${id}  ${frame.position}, IEC 61217`,
    ...words,
    ...numbers,
    ...(within === null ? [] : [`${within.table} tolerance: ${within.pass ? 'pass' : 'fail'}`]),
    ...(opinion === null
      ? []
      : [
          `${opinion.program}: ${opinion.apartMm.toFixed(1)} mm and ${opinion.apartDeg.toFixed(1)}° away`,
        ]),
    ...warnings.map(({ message }) => message),
  ];
}

const named = ({ metric, ...numbers }: NonNullable<MatchRecord['quality']>) => ({
  name: metric,
  ...numbers,
});

const nested = (matrix: readonly number[]) =>
  [0, 4, 8, 12].map((row) => matrix.slice(row, row + 4));
