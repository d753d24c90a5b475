import { basename } from 'node:path';
import { SparrowError } from '../../messages/sparrow-error.ts';
import type { Frame, FrameSource } from './frame-source.ts';
import type { ProjectionFile } from './projection-scan.ts';

/** One file with one view in it. */
export interface FileView {
  readonly file: ProjectionFile;
  readonly columns: number;
  readonly rows: number;
  readonly pixelMm: readonly [u: number, v: number];
}

/**
 * A scan whose views lie in a file each, all of one size. Throws SparrowError
 * 'projections/sizes-differ', or 'projections/nothing-to-read' when there is no view.
 */
export function fileFrames<View extends FileView>(
  views: readonly View[],
  layout: Pick<FrameSource, 'firstRow' | 'whole'>,
  unpack: (view: View) => Promise<Frame>,
): FrameSource {
  const first = views[0];
  if (!first) throw new SparrowError('projections/nothing-to-read');
  for (const view of views) checkSize(view, first);
  const name = (view: FileView) => basename(view.file.name);
  return {
    ...layout,
    file: name(first),
    columns: first.columns,
    rows: first.rows,
    views: views.length,
    pixelMm: first.pixelMm,
    middleMm: [0, 0],
    fileOf: (view) => name(views[view]!),
    frame: (view) => unpack(views[view]!),
    close: () => Promise.resolve(),
  };
}

function checkSize(view: FileView, first: FileView) {
  if (view.columns === first.columns && view.rows === first.rows) return;
  throw new SparrowError('projections/sizes-differ', {
    file: basename(view.file.name),
    columns: view.columns,
    rows: view.rows,
    first: basename(first.file.name),
    firstColumns: first.columns,
    firstRows: first.rows,
  });
}

/** Throws 'projections/cut-view' when a file holds fewer bytes than its header promises. */
export function requireBytes(file: string, found: number, needed: number): void {
  if (found < needed) throw new SparrowError('projections/cut-view', { file, found, needed });
}

/** Throws 'projections/damaged-view' for a size that no detector has. */
export function requireSize(file: string, format: string, columns: number, rows: number): void {
  const sensible = (size: number) => Number.isInteger(size) && size > 0 && size <= 16384;
  if (sensible(columns) && sensible(rows)) return;
  const reason = 'its size makes no sense';
  throw new SparrowError('projections/damaged-view', { file, format, reason });
}
