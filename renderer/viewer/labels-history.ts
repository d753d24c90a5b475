/** One change of one slice of one phase; null stands for the model's own labels. */
export interface LabelChange {
  readonly volumeId: string;
  readonly slice: number;
  readonly phase: number;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/** Steps kept; label maps are small and the oldest fall out. */
const keptSteps = 200;

/** What was drawn, to be undone and done again. */
export class LabelHistory {
  #done: LabelChange[] = [];
  #undone: LabelChange[] = [];

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** A new change forgets what was undone before it. */
  push(change: LabelChange): void {
    this.#done = [...this.#done, change].slice(-keptSteps);
    this.#undone = [];
  }

  /** The change to take back, already counted as undone; null when there is none. */
  undo(): LabelChange | null {
    const change = this.#done.pop() ?? null;
    if (change) this.#undone.push(change);
    return change;
  }

  redo(): LabelChange | null {
    const change = this.#undone.pop() ?? null;
    if (change) this.#done.push(change);
    return change;
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
  }
}
