import type { LpsPoint, Vector3 } from '../../volume/geometry.ts';

/**
 * A decimal or integer string. Takes what writers really store: padding, a decimal comma, a unit
 * or garbage after the number. Null when no number leads.
 */
export function parseDecimal(text: string): number | null {
  const plain = /^\s*[+-]?\d+,\d+\s*$/.test(text) ? text.replace(',', '.') : text;
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/.exec(plain);
  if (match?.[1] === undefined) return null;
  const value = Number(match[1]);
  return Number.isFinite(value) ? value : null;
}

/** A DA as YYYYMMDD; '' when it names no day, as "00000000" does. Takes the old "1993.05.20". */
export function parseDate(text: string): string {
  const digits = text.replaceAll('.', '').replaceAll('-', '').trim();
  const match = /^(\d{4})(\d{2})(\d{2})/.exec(digits);
  if (match === null) return '';
  const [month, day] = [Number(match[2]), Number(match[3])];
  const real = Number(match[1]) > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return real ? match[0] : '';
}

/** A TM (or the time part of a DT) in milliseconds after midnight; null when absent or impossible. */
export function timeOfDayMs(text: string): number | null {
  const match = /^(\d{2}):?(\d{2})?:?(\d{2}(?:\.\d+)?)?/.exec(text.trim());
  if (match === null) return null;
  const [hours, minutes, seconds] = [1, 2, 3].map((n) => Number(match[n] ?? 0));
  if (hours === undefined || minutes === undefined || seconds === undefined) return null;
  if (hours > 23 || minutes > 59 || seconds > 60) return null;
  return (hours * 60 + minutes) * 60_000 + seconds * 1000;
}

/** Time of day of a DT, "YYYYMMDDHHMMSS.FFFFFF&ZZXX". */
export function dateTimeOfDayMs(text: string): number | null {
  return timeOfDayMs(text.trim().slice(8));
}

export function asPoint(values: readonly number[]): LpsPoint | null {
  const [x, y, z] = values;
  if (x === undefined || y === undefined || z === undefined) return null;
  return [x, y, z].every(Number.isFinite) ? [x, y, z] : null;
}

/** The two unit directions of ImageOrientationPatient; null unless both are real and square to each other. */
export function asOrientation(values: readonly number[]): [Vector3, Vector3] | null {
  const row = unit(asPoint(values.slice(0, 3)));
  const column = unit(asPoint(values.slice(3, 6)));
  if (row === null || column === null) return null;
  const cosine = row[0] * column[0] + row[1] * column[1] + row[2] * column[2];
  return Math.abs(cosine) < 0.01 ? [row, column] : null;
}

function unit(v: LpsPoint | null): Vector3 | null {
  if (v === null) return null;
  const norm = Math.hypot(...v);
  return norm > 0.5 && norm < 2 ? [v[0] / norm, v[1] / norm, v[2] / norm] : null;
}
