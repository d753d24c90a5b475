/** How the reader looks at the structures over a volume. */
export interface StructureChoice {
  readonly on: boolean;
  /** The list beside the pictures, while they are on. */
  readonly list: boolean;
  readonly names: boolean;
  /** Null: the newest. */
  readonly setId: string | null;
  /** Numbers in the set. */
  readonly hidden: readonly number[];
}

export const structuresOff: StructureChoice = {
  on: false,
  list: true,
  names: true,
  setId: null,
  hidden: [],
};
