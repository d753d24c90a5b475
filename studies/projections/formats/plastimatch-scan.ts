import { basename } from 'node:path';
import { SparrowError, warning } from '../../messages/sparrow-error.ts';
import { WATER_MU_PER_MM } from '../../tomography/circular-geometry.ts';
import { fileFrames } from './file-frames.ts';
import { missingViews } from './missing-views.ts';
import { readPfmHeader, readPfmPixels, type PfmHeader } from './pfm.ts';
import { readPlastimatchView, type PlastimatchView } from './plastimatch-view.ts';
import type { ProjectionFile } from './projection-scan.ts';
import type { RawScan } from './raw-scan.ts';

/** What plastimatch's drr gives for a millimetre of water. */
const plastimatchWater = 0.0022;
interface PfmView extends PfmHeader, PlastimatchView {
  readonly file: ProjectionFile;
}

/** Isocentres of two views further apart than this are no one orbit's. */
const sameIsocentreMm = 1;

/**
 * A folder of plastimatch's projections: NAME.pfm with its NAME.txt. Throws SparrowError
 * 'projections/*'.
 */
export async function openPlastimatch(
  files: readonly ProjectionFile[],
  texts: readonly ProjectionFile[],
): Promise<RawScan> {
  const views: PfmView[] = [];
  for (const file of files) {
    const name = basename(file.name);
    const stem = file.name.replace(/\.pfm$/i, '');
    const text = texts.find((other) => other.name.replace(/\.txt$/i, '') === stem);
    if (!text) throw new SparrowError('projections/no-geometry', { file: name });
    const header = await readPfmHeader(file);
    const words = new TextDecoder().decode(await text.bytes());
    const place = readPlastimatchView(basename(text.name), words, header.columns, header.rows);
    views.push({ ...header, ...place, file });
  }
  const first = views[0]!;
  const distance = (other: PfmView) =>
    Math.hypot(...first.isocentreMm.map((c, n) => c - other.isocentreMm[n]!));
  for (const view of views) {
    if (view.firstRow === first.firstRow && distance(view) <= sameIsocentreMm) continue;
    throw new SparrowError('projections/not-upright', { file: basename(view.file.name) });
  }
  const layout = { firstRow: first.firstRow, whole: false };
  return {
    origin: 'plastimatch',
    description: `${views.length} projections`,
    frames: fileFrames(views, layout, (view) => readPfmPixels(view.file, view)),
    orbit: {
      file: basename(first.file.name),
      views: views.map((view) => view.view),
      isocentreMm: first.isocentreMm,
      warnings: [],
    },
    values: 'line-integrals',
    scale: WATER_MU_PER_MM / plastimatchWater,
    unattenuated: null,
    chamber: null,
    warnings: [
      warning('projections/plastimatch-scale', { waterPerMm: WATER_MU_PER_MM }),
      ...missingViews(files),
    ],
  };
}
