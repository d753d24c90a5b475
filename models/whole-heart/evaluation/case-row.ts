import type { HeartMeasure, HeartMeasures } from '../../../studies/library/heart-records.ts';
import type { Flaw } from './flaws.ts';
import type { CaseSet } from './heart-case.ts';

export interface Volumes {
  readonly edvMl: number;
  readonly esvMl: number;
  readonly efPct: number;
}

/** What the evaluation keeps of one case. */
export interface CaseRow {
  readonly set: CaseSet;
  readonly seed: number;
  readonly kind: string;
  /** In the order of headMeasures. */
  readonly truth: readonly number[];
  readonly head: HeartMeasures;
  readonly masks: HeartMeasures;
  /** What perfect contours on the same planes give. */
  readonly trueContours: { readonly discs: Volumes | null; readonly areaLength: Volumes | null };
  /** Classes 1 to 5; null where the planes do not show one. */
  readonly dice: Readonly<
    Record<'saxEd' | 'saxEs' | 'laxEd' | 'laxEs', readonly (number | null)[]>
  >;
  readonly embedding: readonly number[];
  readonly missing: readonly MissingRow[];
  readonly flawed: readonly FlawRow[];
  readonly seconds: number;
}

/** The same case with planes left out. */
export interface MissingRow {
  readonly name: string;
  readonly lvEfPct: HeartMeasure;
  readonly lvEdvMl: HeartMeasure;
  /** Share of all truths inside their intervals. */
  readonly inside: number;
  readonly cosine: number;
  /** Where one plane is left out: how unlike the others' prediction it is, as it is and with a fault. */
  readonly planeError: number | null;
  readonly flawedErrors: Partial<Record<Flaw, number>>;
}

/** The same case with a fault in one plane. */
export interface FlawRow {
  readonly flaw: Flaw;
  readonly slot: number;
  readonly lvEfPct: HeartMeasure;
}
