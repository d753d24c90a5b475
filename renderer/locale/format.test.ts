import { describe, expect, it } from 'vitest';
import { bytes, dicomDate, duration, patientName, times } from './format.ts';

describe('format', () => {
  it('writes names, dates and sizes as people read them', () => {
    expect(patientName('DOE^Jane^A')).toBe('DOE, Jane A');
    expect(patientName('山田^太郎=YAMADA^Tarou')).toBe('山田, 太郎');
    expect(patientName('')).toBe('No name');
    expect(dicomDate('20240131')).toBe('2024-01-31');
    expect(dicomDate('')).toBe('No date');
    expect(dicomDate('2024')).toBe('2024');
    expect(duration(48.4)).toBe('48 s');
    expect(duration(125)).toBe('2 min 05 s');
    expect(times([128, 128, 96])).toBe('128 × 128 × 96');
    expect(times([0.70312, 2.5], 2)).toBe('0.7 × 2.5');
    expect([0, 999, 1500, 2.5e9].map(bytes)).toEqual(['0 B', '999 B', '1.5 kB', '2.5 GB']);
  });
});
