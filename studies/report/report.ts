import { suggestWindow } from '../volume/histogram.ts';
import type { VoxelGrid } from '../volume/volume.ts';
import { densePart } from './dense-part.ts';
import { evidencePart } from './evidence-part.ts';
import { heartPart } from './heart-part.ts';
import {
  colourBar,
  differenceColour,
  differenceGrid,
  picture,
  type GreyWindow,
} from './pictures.ts';
import type { ReportInput, ReportResult } from './report-input.ts';
import { readableDate, readableName } from './readable.ts';
import { Sheet } from './sheet.ts';
import { text } from './text.ts';

const DIFFERENCE_LIMIT_HU = 200;
const planes = ['axial', 'coronal', 'sagittal'] as const;

/**
 * The report of one volume, of a model's result with its input beside it, or of a heart, as a tagged
 * A4 PDF.
 * The same input gives the same pages.
 */
export async function renderReport(input: ReportInput): Promise<Uint8Array> {
  const sheet = new Sheet(text.title, input.created);
  sheet.heading(text.title, 1);
  sheet.facts(identity(input));
  if (input.heart) heartPart(sheet, input.heart);
  if (input.dense) densePart(sheet, input.dense);
  if (input.result || !(input.heart || input.dense)) pictures(sheet, input);
  if (input.result) {
    evidencePart(sheet, input.result);
    provenance(sheet, input.result);
    warnings(sheet, input);
    sheet.heading(text.readers);
    sheet.bullets([...text.notes, ...input.result.modelLimits]);
  } else if (!(input.heart || input.dense)) {
    warnings(sheet, input);
  }
  const name = readableName(input.study.patientName);
  const when = input.created.toISOString().slice(0, 16).replace('T', ' ');
  return sheet.finish(
    `${name} · ${input.study.patientId}`,
    text.madeBy(input.software, `${when} UTC`),
  );
}

function pictures(sheet: Sheet, input: ReportInput): void {
  const window = greyWindow(input);
  sheet.heading(text.pictures);
  if (input.volume.record.phases > 1) cinePictures(sheet, input.volume.grid, window);
  else planePictures(sheet, input, window);
}

function identity({ study, volume }: ReportInput): [string, string][] {
  const { record } = volume;
  return [
    [text.patient, readableName(study.patientName) || text.unknown],
    [text.patientId, study.patientId || text.unknown],
    [
      `${text.born} / ${text.sex}`,
      `${readableDate(study.patientBirthDate)} / ${study.patientSex || text.unknown}`,
    ],
    [text.study, study.description || text.unknown],
    [text.studyDate, readableDate(study.date)],
    [text.series, record.description || text.unknown],
    [text.grid, text.gridValue(record.dims, record.spacingMm)],
    record.phases > 1
      ? [text.phases, text.phasesValue(record.phases, record.rrIntervalMs)]
      : [text.views, record.views === null ? text.unknown : String(record.views)],
  ];
}

function greyWindow({ volume }: ReportInput): GreyWindow {
  const { windowCentre, windowWidth } = volume.record;
  if (windowCentre !== null && windowWidth !== null)
    return { centre: windowCentre, width: windowWidth };
  return volume.grid.voxelType === 'rgb8'
    ? { centre: 128, width: 256 }
    : suggestWindow(volume.grid);
}

function planePictures(sheet: Sheet, input: ReportInput, window: GreyWindow): void {
  sheet.paragraph(text.picturesNote(window.centre, window.width), true);
  const one = (
    grid: VoxelGrid,
    what: string,
    grey: GreyWindow,
    colour?: ReturnType<typeof differenceColour>,
  ) => {
    const names = grid.geometry.dims[2] > 1 ? planes : (['acquired'] as const);
    return names.map((plane) => ({
      picture: picture(grid, { plane }, grey, colour),
      caption: `${what}, ${text.planes[plane].toLowerCase()}`,
      alt: text.pictureAlt(text.planes[plane], what.toLowerCase()),
    }));
  };
  sheet.pictures(one(input.volume.grid, text.input, window), 3);
  if (!input.result) return;
  const output = input.result.output.grid;
  sheet.pictures(one(output, text.output, window), 3);
  sheet.mark(input.result.record.badge);
  const difference = differenceGrid(input.volume.grid, output);
  const limit = DIFFERENCE_LIMIT_HU;
  sheet.pictures(one(difference, text.difference, window, differenceColour(limit)), 3, true);
  sheet.bar(colourBar(limit), [`-${limit} HU`, '0', `+${limit} HU`], text.differenceNote(limit));
}

/** Up to six slices, evenly spread, each at the first phase and half-way round. */
function cinePictures(sheet: Sheet, grid: VoxelGrid, window: GreyWindow): void {
  sheet.paragraph(text.frames, true);
  const slices = grid.geometry.dims[2];
  const shown = Math.min(6, slices);
  const chosen = Array.from({ length: shown }, (_, n) => Math.floor(((n + 0.5) * slices) / shown));
  for (const phase of [0, Math.floor(grid.phases * 0.36)]) {
    const row = chosen.map((slice) => ({
      picture: picture(grid, { plane: 'acquired', phase, slice }, window),
      caption: text.slicePhase(slice + 1, phase + 1),
      alt: text.pictureAlt(text.planes.acquired, text.slicePhase(slice + 1, phase + 1)),
    }));
    for (let n = 0; n < row.length; n += 3) sheet.pictures(row.slice(n, n + 3), 3);
  }
}

function provenance(
  sheet: Sheet,
  { record, change, modelTitle, modelStatement }: ReportResult,
): void {
  sheet.heading(text.provenance);
  sheet.facts([
    [text.model, `${modelTitle} ${record.modelVersion}`],
    [text.settings, text.settingsValue(record.steps, record.samples, record.seed)],
    [text.device, text.deviceValue(record.provider, record.seconds)],
    [text.made, record.created.slice(0, 19).replace('T', ' ')],
    ...(change === null
      ? []
      : [
          [
            text.change,
            text.changeValue(change.psnrDb, change.maeHu, change.biasHu, change.dataRangeHu),
          ] as const,
        ]),
    [text.weights, record.weightsSha256],
    [text.inputHash, record.inputSha256],
    [text.outputHash, record.outputSha256],
  ]);
  sheet.paragraph(modelStatement, true);
}

function warnings(sheet: Sheet, { volume, result }: ReportInput): void {
  const all = [...volume.record.warnings, ...(result?.record.warnings ?? [])].map(
    ({ message }) => message,
  );
  sheet.heading(text.warnings);
  if (all.length === 0) sheet.paragraph(text.noWarnings);
  else sheet.bullets([...new Set(all)]);
}
