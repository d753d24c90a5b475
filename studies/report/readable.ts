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
