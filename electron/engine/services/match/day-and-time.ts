/** A DICOM date with its time as people write it: 2026-01-09 08:30:59; what is missing stays away. */
export function dayAndTime(scanned: string): string {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})?(\d{2})?(\d{2})?/.exec(scanned);
  if (parts === null) return '';
  const [year, month, day, ...time] = parts.slice(1).filter((part) => part !== undefined);
  return [[year, month, day].join('-'), time.length === 1 ? `${time[0]} h` : time.join(':')]
    .filter(Boolean)
    .join(' ');
}
