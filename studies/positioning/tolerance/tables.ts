/** How far a set-up may be off. */
export interface ToleranceTable {
  readonly name: string;
  readonly shiftMm: number;
  readonly turnDeg: number;
  /** Where the limits come from. */
  readonly source: string;
}

/**
 * Few on purpose: a clinic that went from 18 tables to 6 and asked for reasons cut overrides from 11.2 % to
 * 1.6 % a year (PMC9278683).
 */
export const toleranceTables = {
  standard: {
    name: 'Standard',
    shiftMm: 3,
    turnDeg: 1.5,
    source: 'usual for conventional fractionation',
  },
  tight: {
    name: '2 mm',
    shiftMm: 2,
    turnDeg: 1,
    source: 'shift check of a published CBCT protocol, 2 mm (PMC5716523)',
  },
  stereotactic: {
    name: 'Stereotactic',
    shiftMm: 1,
    turnDeg: 0.5,
    source: 'the same protocol, 1 mm for SRS and SBRT (PMC5716523)',
  },
} as const satisfies Readonly<Record<string, ToleranceTable>>;

export type ToleranceName = keyof typeof toleranceTables;
