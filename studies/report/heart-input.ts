import type { HeartPlane, HeartResult, PapillaryConvention } from '../library/heart-records.ts';
import type { PlaneImage } from '../volume/plane.ts';
import type { GreyWindow } from './pictures.ts';

/** One frame of a plane with what is drawn on it, on the same pixels. */
export interface HeartFrameImage {
  readonly image: PlaneImage;
  /** Classes, row by row. */
  readonly labels: Uint8Array;
  /** Phase number of this plane's own volume. */
  readonly phase: number;
}

/** A plane at end-diastole and end-systole. */
export interface HeartView {
  readonly plane: HeartPlane;
  readonly window: GreyWindow;
  readonly diastole: HeartFrameImage;
  readonly systole: HeartFrameImage;
}

/** A heart's result as a report shows it. */
export interface ReportHeart {
  readonly record: HeartResult;
  /** The middle short-axis slice and one of each long-axis view, as far as there are. */
  readonly views: readonly HeartView[];
  /** As the user gave them or the headers have them. */
  readonly heightCm: number | null;
  readonly weightKg: number | null;
  /** The user chose end-diastole or end-systole. */
  readonly framesByUser: boolean;
  readonly convention: PapillaryConvention;
  readonly modelTitle: string;
  readonly modelStatement: string;
  readonly modelLimits: readonly string[];
}
