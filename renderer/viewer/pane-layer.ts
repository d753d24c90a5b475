import type { ColourTable } from './colour.ts';
import type { Placement } from './placement.ts';
import type { Slice } from './slice.ts';
import type { Veil } from './veil.ts';
import type { WindowLevel } from './window-level.ts';

/** A slice drawn over part of a picture's width (shares from 0 to 1). */
export interface PaneLayer {
  readonly slice: Slice | null;
  readonly window: WindowLevel;
  readonly table: ColourTable;
  readonly from: number;
  readonly to: number;
  /** Laid over this layer's own part of the picture. */
  readonly veil?: Veil | null;
}

/** Drawn into the picture itself, over its layers; canvas units are CSS pixels. */
export type PaneDrawing = (context: CanvasRenderingContext2D, placement: Placement) => void;
