export const spatialRegistrationStorage = '1.2.840.10008.5.1.4.1.1.66.1';
export const deformableRegistrationStorage = '1.2.840.10008.5.1.4.1.1.66.3';

/** Planning objects that Sparrow reads, by SOP class (PS3.4 B.5). */
const kinds = {
  '1.2.840.10008.5.1.4.1.1.481.1': 'rt-image',
  '1.2.840.10008.5.1.4.1.1.481.3': 'structures',
  '1.2.840.10008.5.1.4.1.1.481.5': 'plan',
  '1.2.840.10008.5.1.4.1.1.481.8': 'plan',
  [spatialRegistrationStorage]: 'registration',
  [deformableRegistrationStorage]: 'registration',
} as const;

export type PlanningKind = (typeof kinds)[keyof typeof kinds];

export const planningSopClasses: readonly string[] = Object.keys(kinds);

/** What an object is to a plan; null for any other SOP class. */
export function planningKind(sopClassUid: string): PlanningKind | null {
  return (kinds as Readonly<Record<string, PlanningKind>>)[sopClassUid] ?? null;
}
