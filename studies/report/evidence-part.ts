import { voxelToPatient, type LpsPoint } from '../volume/geometry.ts';
import { phaseVoxels } from '../volume/values.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import { colourBar, differenceColour, picture } from './pictures.ts';
import type { ReportResult } from './report-input.ts';
import type { Sheet } from './sheet.ts';
import { text } from './text.ts';
import { drawViewPlot } from './view-plot.ts';

const LIMIT_HU = 50;
const PLOT_HEIGHT = 96;
const planes = ['axial', 'coronal', 'sagittal'] as const;

/**
 * How far the output agrees with what was measured: the figure, a plot over the views, the map where
 * it departs most, and the flags; or that it was not checked.
 */
export function evidencePart(sheet: Sheet, { record, evidence: shown }: ReportResult): void {
  sheet.heading(text.evidence);
  const { evidence } = record;
  if (evidence === null || shown === null) {
    sheet.paragraph(text.evidenceAbsent);
    flags(sheet, record.warnings);
    return;
  }
  sheet.facts([
    [text.residual, text.residualValue(evidence.residualPercent, evidence.inputResidualPercent)],
    [
      text.departing,
      text.departingValue(
        evidence.departurePercent,
        evidence.inputDeparturePercent ?? null,
        evidence.departureHu,
      ),
    ],
    [text.how, text.howValue(record.start, record.refine)],
  ]);
  sheet.paragraph(text.viewPlotNote, true);
  const worst = evidence.perViewPercent.indexOf(Math.max(...evidence.perViewPercent));
  const alt = text.viewPlotAlt(
    evidence.perViewPercent.length,
    worst + 1,
    evidence.perViewPercent[worst] ?? 0,
  );
  sheet.figure(alt, PLOT_HEIGHT, (box) =>
    drawViewPlot(sheet.doc, box, {
      perViewPercent: evidence.perViewPercent,
      wholePercent: evidence.residualPercent,
      anglesDeg: shown.anglesDeg,
    }),
  );
  const { departure } = shown;
  const throughMm = strongest(departure);
  const grey = { centre: 0, width: 2 * LIMIT_HU };
  const row = planes.map((plane) => ({
    picture: picture(departure, { plane, throughMm }, grey, differenceColour(LIMIT_HU)),
    caption: `${text.departure}, ${text.planes[plane].toLowerCase()}`,
    alt: text.pictureAlt(text.planes[plane], text.departure.toLowerCase()),
  }));
  sheet.pictures(row, 3, true);
  const ends = [`-${LIMIT_HU} HU`, '0', `+${LIMIT_HU} HU`] as const;
  sheet.bar(colourBar(LIMIT_HU), ends, text.departureNote);
  flags(sheet, record.warnings);
}

function flags(sheet: Sheet, warnings: ReportResult['record']['warnings']): void {
  sheet.facts([
    [text.flags, warnings.length === 0 ? text.noFlags : text.flagCount(warnings.length)],
  ]);
}

/** Patient position of the voxel that departs most. */
function strongest(grid: VoxelGrid): LpsPoint {
  const values = phaseVoxels(grid, 0);
  let at = 0;
  for (let n = 1; n < values.length; n++) {
    if (Math.abs(values[n]!) > Math.abs(values[at]!)) at = n;
  }
  const [columns, rows] = grid.geometry.dims;
  const plane = columns * rows;
  const voxel = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / plane)] as const;
  return voxelToPatient(grid.geometry, voxel);
}
