import { translate } from './translate.ts';

/** "DOE^JANE^A" as people write it: "DOE, Jane A" is not guessed; parts keep their spelling. */
export function patientName(dicomName: string): string {
  const [family = '', ...given] = (dicomName.split('=')[0] ?? '').split('^').map((p) => p.trim());
  const rest = given.filter(Boolean).join(' ');
  if (family === '' && rest === '') return translate('format.noName');
  return rest === '' ? family : `${family}, ${rest}`;
}

/** "20240131" as "2024-01-31"; what is not a DICOM date stays as it is. */
export function dicomDate(date: string): string {
  if (date === '') return translate('format.noDate');
  return /^\d{8}$/.test(date)
    ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`
    : date;
}

/** "2 min 05 s", "48 s". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return translate('format.seconds', { s: whole });
  const s = String(whole % 60).padStart(2, '0');
  return translate('format.minutes', { m: Math.floor(whole / 60), s });
}

/** Grid and voxel size: "128 × 128 × 128" and "2.5 × 2.5 × 2.5". */
export function times(values: readonly number[], digits = 0): string {
  return values.map((v) => String(Number(v.toFixed(digits)))).join(' × ');
}

/** Bytes in the unit that reads best. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), units.length - 1);
  const value = count / 1000 ** power;
  return `${value >= 100 || power === 0 ? value.toFixed(0) : value.toFixed(1)} ${units[power]}`;
}

/** An ISO instant as the local date and time, to the minute. */
export function instant(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
