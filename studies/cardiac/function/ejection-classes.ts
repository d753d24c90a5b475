/** Words of heart failure by ejection fraction, and where they come from. */
export interface EjectionClass {
  readonly name: 'reduced' | 'mildlyReduced' | 'preserved';
  readonly source: string;
}

/**
 * Heart failure classes of LV ejection fraction (<= 40, 41 to 49, >= 50 %), of the whole percent as
 * reported. They class a patient with heart failure; they do not diagnose one.
 */
export function ejectionClass(lvEfPct: number): EjectionClass {
  const whole = Math.round(lvEfPct);
  const name = whole <= 40 ? 'reduced' : whole < 50 ? 'mildlyReduced' : 'preserved';
  return { name, source: 'ESC 2021; AHA/ACC/HFSA 2022' };
}
