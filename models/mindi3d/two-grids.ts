import { sameMiddle, type Placement } from './measured-grid.ts';
import { outputHu, type Output } from './output.ts';
import { resample } from './resample.ts';
import type { RestoreRequest } from './restoration.ts';
import type { SamplesOutcome } from './samples.ts';
import { scaleTable, type HuScale } from './scaling.ts';
import { workingGrid, type Spacing } from './working-grid.ts';

/** A volume on its own grid and on the one that the network works on, and the way between them. */
export class TwoGrids {
  readonly own: Placement;
  readonly working: Placement;
  readonly resampled: boolean;
  readonly ownHu: Int16Array;
  readonly workingHu: Int16Array;
  /** The network's scale, see scaling.ts. */
  readonly table: Float32Array;
  readonly #scale: HuScale;

  constructor(
    { hu, dims, spacingMm, originMm }: RestoreRequest,
    input: HuScale & { spacingMm: readonly [number, number] },
  ) {
    this.own = { dims, spacingMm, originMm };
    const working = workingGrid(dims, spacingMm, input.spacingMm);
    this.resampled = working.resampled;
    this.working = working.resampled ? sameMiddle(this.own, working) : this.own;
    this.ownHu = hu;
    this.workingHu = this.#moved(hu, this.own, this.working);
    this.#scale = { huMin: input.huMin, huMax: input.huMax };
    this.table = scaleTable(this.#scale);
  }

  /** A picture on the working grid carried to the volume's own. */
  toOwn(hu: Int16Array): Int16Array {
    return this.#moved(hu, this.working, this.own);
  }

  /** The volume restored by a state of the process; see output.ts. The state is used up. */
  restored(outcome: SamplesOutcome): Output {
    const { own, ownHu: hu, working, workingHu, table } = this;
    return outputHu({ hu, own, workingHu, working, outcome, table, scale: this.#scale });
  }

  /** The spacings, for the user, where they differ. */
  get change(): { from: string; to: string } | null {
    if (!this.resampled) return null;
    const text = (spacing: Spacing) => spacing.map((mm) => mm.toFixed(2)).join(' x ');
    return { from: text(this.own.spacingMm), to: this.working.spacingMm[0].toFixed(2) };
  }

  #moved(hu: Int16Array, from: Placement, to: Placement): Int16Array {
    return this.resampled ? Int16Array.from(resample(hu, from, to), Math.round) : hu;
  }
}
