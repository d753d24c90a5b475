import type { SourceFile } from '../../dicom/sources/source.ts';
import type { Warning } from '../../messages/sparrow-error.ts';
import type { Projections } from '../../tomography/projections.ts';
import type { LpsPoint } from '../../volume/geometry.ts';

export type ProjectionOrigin = 'rtk' | 'plastimatch' | 'varian-hnc' | 'varian-xim' | 'elekta-his';

/** A cone-beam scan as it came out of its files: what the library stores. */
export interface ProjectionScan {
  /** Geometry in the house's convention and float32 line integrals, [view][u][v]. */
  readonly projections: Projections;
  readonly origin: ProjectionOrigin;
  /** A few words for a list, from the files; never a patient's name. */
  readonly description: string;
  /** Photons for each pixel and view when the files say so. */
  readonly photons: number | null;
  readonly warnings: readonly Warning[];
}

/** One file, read when it is needed. `SourceFile` of studies/dicom/sources is one. */
export type ProjectionFile = Pick<SourceFile, 'name' | 'path' | 'bytes'> &
  Partial<Pick<SourceFile, 'sibling'>>;

/** How pixels become line integrals where the files do not say. */
export interface IntensityOptions {
  /**
   * What the pixels of a stack (MHA, PFM) hold. 'auto': line integrals when they are real numbers,
   * intensities when they are whole ones. Detector formats always hold intensities.
   */
  readonly values?: 'auto' | 'line-integrals' | 'intensities';
  /**
   * Intensity without an object, I0. 'air': from the brightest part of the views;
   * 'chamber': from each view's normalisation chamber, which the files must carry. Left out: the
   * files' own, else 'air'.
   */
  readonly unattenuated?: number | 'air' | 'chamber';
}

export interface ReadProjectionsOptions extends IntensityOptions {
  /** Every n-th view from the first; the others are never unpacked. Default 1. */
  readonly everyNth?: number;
  /** Detector pixels taken together along each side. Default 1. */
  readonly binning?: 1 | 2 | 4;
  /** Pictures without an object and without light, of the scan's format or MetaImage stacks. */
  readonly flat?: ProjectionFile;
  readonly dark?: ProjectionFile;
  /** Where the isocentre lies in the patient's frame, when the files do not say. Default the origin. */
  readonly isocentreMm?: LpsPoint;
  readonly onView?: (done: number, views: number) => void;
  readonly signal?: AbortSignal;
}
