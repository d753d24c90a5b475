import { ejectionClass } from '../cardiac/function/ejection-classes.ts';
import type { HeartPlane, HeartSegment, HeartView } from '../library/heart-records.ts';
import { drawBullsEye } from './heart-bulls-eye.ts';
import { drawHeartCurves, heartCurves } from './heart-curves.ts';
import type { ReportHeart } from './heart-input.ts';
import { heartPictures } from './heart-pictures.ts';
import { besideTable, measureTables } from './heart-tables.ts';
import { heartText } from './heart-text.ts';
import type { Sheet } from './sheet.ts';

/** Flags that count, from which a result is marked for review (whole-heart flags of the screen too). */
const REVIEW_FROM = 2;

/** A heart's result in full: numbers, curves, walls, pictures, flags, planes and conventions. */
export function heartPart(sheet: Sheet, heart: ReportHeart): void {
  const { record } = heart;
  sheet.heading(heartText.heart);
  sheet.mark(heartText.research);
  const counting = record.flags.filter(({ level }) => level === 'review').length;
  if (counting >= REVIEW_FROM) sheet.mark(heartText.review(counting));
  if (record.measuresBy === 'edited') sheet.mark(heartText.edited);
  sheet.facts(headline(heart));
  measureTables(sheet, heart);
  besideTable(sheet, heart);
  curves(sheet, heart);
  walls(sheet, heart);
  heartPictures(sheet, heart);
  flags(sheet, heart);
  planes(sheet, heart);
  conventions(sheet, heart);
}

function headline({ record, heightCm, weightKg }: ReportHeart): [string, string][] {
  const { bodySurfaceM2, heartRate, rrIntervalMs, measures, measuresBy } = record;
  const ef = measures.lvEfPct;
  const classed = ef && ejectionClass(ef.value);
  return [
    [
      heartText.bodySize,
      bodySurfaceM2 === null
        ? heartText.noBodySurface
        : heartText.bodySizeValue(heightCm, weightKg, bodySurfaceM2),
    ],
    [heartText.rate, heartText.rateValue(heartRate, rrIntervalMs)],
    [heartText.reportedFrom, heartText.sources[measuresBy]],
    ...(classed
      ? [
          [
            heartText.ejectionClass,
            heartText.ejectionClassValue(heartText.ejectionClasses[classed.name], classed.source),
          ] as [string, string],
        ]
      : []),
  ];
}

function curves(sheet: Sheet, { record }: ReportHeart): void {
  const [first] = heartCurves(record);
  if (first === undefined) return;
  const { values } = first;
  sheet.room(190);
  sheet.heading(heartText.curves);
  const alt = heartText.curvesAlt(Math.max(...values), Math.min(...values));
  sheet.figure(alt, 140, (box) => drawHeartCurves(sheet.doc, box, record));
}

function walls(sheet: Sheet, { record }: ReportHeart): void {
  const { segments } = record.edited ?? record.masks;
  sheet.room(250);
  sheet.heading(heartText.segments);
  if (segments.every(({ edMeanMm }) => edMeanMm === null)) {
    sheet.paragraph(heartText.noSegments);
    return;
  }
  const plots = [
    {
      title: heartText.thickness,
      segments,
      value: (segment: HeartSegment) => segment.edMeanMm,
      digits: 1,
    },
    {
      title: heartText.thickening,
      segments,
      value: (segment: HeartSegment) => segment.thickeningPct,
      digits: 0,
    },
  ];
  const alt = plots
    .map(({ title, value, digits }) =>
      heartText.segmentsAlt(
        title,
        segments.map((one) => `${one.segment}: ${value(one)?.toFixed(digits) ?? '–'}`),
      ),
    )
    .join('; ');
  sheet.figure(alt, 190, (box) => {
    for (const [n, plot] of plots.entries())
      drawBullsEye(
        sheet.doc,
        { ...box, x: box.x + (n * box.width) / 2, width: box.width / 2 },
        plot,
      );
  });
  sheet.paragraph(heartText.segmentsNote, true);
}

function flags(sheet: Sheet, { record }: ReportHeart): void {
  sheet.heading(heartText.flags);
  if (record.flags.length === 0) sheet.paragraph(heartText.noFlags);
  const named = new Map(record.planes.map((plane) => [plane.id, heartText.planeName(plane)]));
  sheet.bullets(
    record.flags.map((flag) =>
      heartText.flag(flag, flag.planeId === null ? null : (named.get(flag.planeId) ?? null)),
    ),
  );
  sheet.bullets(record.warnings.map(({ message }) => message));
}

const wanted: readonly HeartView[] = ['sax', '2ch', '3ch', '4ch'];

function planes(sheet: Sheet, { record }: ReportHeart): void {
  sheet.heading(heartText.planes);
  const all = new Set([...wanted, ...record.planes.map(({ view }) => view)]);
  for (const view of all) {
    const those = record.planes.filter((plane) => plane.view === view);
    if (those.length === 0) continue;
    const used = those.filter((plane) => plane.used);
    const by = [...new Set(those.map(heartText.planeBy))].join(', ');
    sheet.paragraph(`${heartText.planeCount(view, used.length, those.length)} (${by})`);
    sheet.bullets(
      those
        .filter((plane) => !plane.used)
        .map((plane) => heartText.planeAside(heartText.planeName(plane), plane.reason)),
    );
  }
}

function conventions(sheet: Sheet, heart: ReportHeart): void {
  const { record, convention, modelTitle, modelStatement, modelLimits } = heart;
  const measured = record.edited ?? record.masks;
  const { rvEdPhase, rvEsPhase, slicesUsed } = measured;
  sheet.heading(heartText.conventions);
  sheet.facts([
    [heartText.papillary, heartText.papillaryValue(convention, measured.papillaryMl)],
    [heartText.frames, heartText.framesValue(record, heart.framesByUser)],
    ...(rvEdPhase === null || rvEsPhase === null
      ? []
      : [[heartText.rvFrames, heartText.rvFramesValue(rvEdPhase, rvEsPhase)] as const]),
    [heartText.slices, heartText.slicesValue(slicesUsed.length, stackOf(record.planes))],
    [
      heartText.planesMissing,
      heartText.missing(
        wanted.filter((view) => !record.planes.some((plane) => plane.used && plane.view === view)),
      ),
    ],
    [heartText.heartFrame, heartText.heartFrameValue(record.frame)],
    [heartText.muscle, heartText.muscleValue],
    [heartText.interval, heartText.intervalValue],
    [heartText.model, `${modelTitle} ${record.modelVersion}`],
    [heartText.preprocessing, record.preprocessing],
    [heartText.weights, record.weightsSha256],
    [heartText.inputHash, record.inputSha256],
    [heartText.device, heartText.deviceValue(record.provider, record.seconds)],
    [heartText.made, record.created.slice(0, 19).replace('T', ' ')],
  ]);
  if (modelStatement !== '') sheet.paragraph(modelStatement, true);
  sheet.bullets(modelLimits);
  sheet.mark(heartText.research);
}

function stackOf(planes: readonly HeartPlane[]): number {
  return planes.filter(({ view }) => view === 'sax').length;
}
