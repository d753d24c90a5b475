import { plainArms, wrongArms, type Arm } from './arms.ts';
import type { CaseVolumes } from './case-volumes.ts';
import { captureRow, judgedRow, type CaptureRow, type JudgedRow } from './judged-rows.ts';
import { movedRow, rescannedRows, type MatchRow, type RowTools } from './match-rows.ts';
import type { Offset } from './offsets.ts';
import { rightPair, wrongPairs } from './wrong-pairs.ts';

/** Phantoms whose capture range is measured beside that of every real case. */
const capturePhantoms = 1;

/** One evaluation under way. */
export class PositioningRun {
  readonly rows: MatchRow[] = [];
  readonly judged: JudgedRow[] = [];
  readonly capture: CaptureRow[] = [];
  readonly #volumes: readonly CaseVolumes[];
  readonly #arms: readonly Arm[];
  readonly #tools: RowTools;
  readonly #note: (line: string) => void;

  constructor(
    volumes: readonly CaseVolumes[],
    arms: readonly Arm[],
    tools: RowTools,
    note: (line: string) => void,
  ) {
    this.#volumes = volumes;
    this.#arms = arms;
    this.#tools = tools;
    this.#note = note;
  }

  /** Every arm at the offsets named. */
  async moved(own: CaseVolumes, offsets: readonly Offset[]): Promise<void> {
    for (const arm of this.#arms) {
      const rows: MatchRow[] = [];
      for (const offset of offsets) rows.push(await movedRow(own, arm, offset, this.#tools));
      const worst = Math.max(...rows.map(({ mm }) => mm));
      this.#note(
        `${own.case.id}, ${arm.name}: ${rows.length} offsets, at most ${worst.toFixed(2)} mm`,
      );
      this.rows.push(...rows);
    }
    own.release();
  }

  /** The right pair with every arm, and everything wrong with a few. */
  async pairs(own: CaseVolumes, offset: Offset, wrong = wrongArms): Promise<void> {
    this.#note(`${own.case.id}: right and wrong pairs`);
    for (const arm of this.#arms) {
      this.judged.push(await judgedRow(rightPair(own, arm, offset), arm, own, this.#tools));
    }
    const others = this.#volumes.filter((other) => other !== own);
    for (const arm of wrong) {
      for (const pair of wrongPairs(own, others, arm, offset)) {
        const planned = this.#volumes.find(({ case: { id } }) => id === pair.planning)!;
        this.judged.push(await judgedRow(pair, arm, planned, this.#tools));
      }
    }
    own.release();
  }

  async rescanned(own: CaseVolumes, offsets: readonly Offset[]): Promise<void> {
    for (const offset of offsets) {
      this.#note(`${own.case.id}: scanned anew at offset ${offset.number}`);
      this.rows.push(...(await rescannedRows(own, plainArms, offset, this.#tools)));
    }
  }

  async captures(shared: readonly CaseVolumes[]): Promise<void> {
    const of = (set: 'real' | 'phantom') => shared.filter(({ case: one }) => one.set === set);
    for (const own of [...of('real'), ...of('phantom').slice(0, capturePhantoms)]) {
      for (const arm of plainArms) {
        const row = await captureRow(own, arm, this.#tools);
        this.#note(`${own.case.id}, ${arm.name}: from ${row.shiftMm} mm, ${row.turnDeg} degrees`);
        this.capture.push(row);
      }
      own.release();
    }
  }
}
