import { text } from './text.ts';

/** "Family^Given" as "Family, Given". */
export function readableName(name: string): string {
  return name.split('^').filter(Boolean).slice(0, 2).join(', ');
}

/** "20260131" as "2026-01-31"; anything else as it stands. */
export function readableDate(date: string): string {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(date);
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : date || text.unknown;
}

/** "20260131" and "101500.5" as "2026-01-31 10:15"; the time only where it is told. */
export function readableTime(date: string, time: string): string {
  const parts = /^(\d{2})(\d{2})/.exec(time);
  return parts ? `${readableDate(date)} ${parts[1]}:${parts[2]}` : readableDate(date);
}
