/** From `first` up to but without `end`. */
export interface Range {
  readonly first: number;
  readonly end: number;
}
