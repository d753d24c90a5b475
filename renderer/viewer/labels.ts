import { heartClassNames, type HeartClassName } from './labels-colours.ts';

/** Number of a class in a label map. */
export type LabelClass = 0 | 1 | 2 | 3 | 4 | 5;

export interface LabelGrid {
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  readonly phases: number;
}

/**
 * The label maps of one cine volume: the model's own, never changed, and beside them what a person
 * drew. Never made reactive: `revision` grows with every change and views look here again.
 */
export class LabelMaps {
  readonly grid: LabelGrid;
  revision = 0;
  readonly #model: Uint8Array;
  readonly #edits = new Map<string, Uint8Array>();

  /** `model`: classes, columns fastest, then rows, slices, phases. Throws RangeError on other sizes. */
  constructor(grid: LabelGrid, model: Uint8Array) {
    const expected = grid.columns * grid.rows * grid.slices * grid.phases;
    if (model.length !== expected) {
      throw new RangeError(`${expected} labels expected, ${model.length} came`);
    }
    this.grid = grid;
    this.#model = model;
  }

  /** What counts: the edited labels where there are any, else the model's. */
  read(slice: number, phase: number): Uint8Array {
    return this.edited(slice, phase) ?? this.model(slice, phase);
  }

  model(slice: number, phase: number): Uint8Array {
    const size = this.grid.columns * this.grid.rows;
    const at = (phase * this.grid.slices + slice) * size;
    return this.#model.subarray(at, at + size);
  }

  edited(slice: number, phase: number): Uint8Array | null {
    return this.#edits.get(keyOf(slice, phase)) ?? null;
  }

  /** Puts a person's labels in place of the model's; null gives the model's back. */
  put(slice: number, phase: number, labels: Uint8Array | null): void {
    if (labels) this.#edits.set(keyOf(slice, phase), labels);
    else this.#edits.delete(keyOf(slice, phase));
    this.revision++;
  }

  /** Phases of a slice that were edited, in order. */
  editedPhases(slice: number): number[] {
    return [...this.#edits.keys()]
      .map((key) => key.split('/').map(Number))
      .filter(([of]) => of === slice)
      .map(([, phase]) => phase!)
      .sort((a, b) => a - b);
  }

  /** Name of the class at a pixel; null for background and outside. */
  classAt(slice: number, phase: number, column: number, row: number): HeartClassName | null {
    const { columns, rows } = this.grid;
    const i = Math.round(column);
    const j = Math.round(row);
    if (i < 0 || j < 0 || i >= columns || j >= rows) return null;
    return heartClassNames[(this.read(slice, phase)[j * columns + i] ?? 0) - 1] ?? null;
  }
}

const keyOf = (slice: number, phase: number) => `${slice}/${phase}`;
