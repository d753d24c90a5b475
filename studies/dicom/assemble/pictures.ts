import { warning } from '../../messages/sparrow-error.ts';
import type { AssembledVolume } from './assembled.ts';
import { headerWindow } from './header-window.ts';
import { pixelSize } from './pixel-size.ts';
import { groupBy, isColour, type SourceFrame } from './source-frame.ts';

/** Projection images stand each for itself, even where a series holds several. */
const standsAlone = new Set(['CR', 'DX', 'MG', 'XA', 'RF', 'IO', 'PX', 'RTIMAGE']);

/**
 * Images without a place in the patient: screenshots, ultrasound, projections. Frames of one
 * object, or pages of one series, become the phases of a picture.
 */
export function picturesOf(frames: readonly SourceFrame[]): AssembledVolume[] {
  return groupBy(frames, pictureKey).map(picture);
}

function pictureKey(source: SourceFrame): string {
  const { header, image, ref } = source;
  const alone = image.frames.length > 1 || standsAlone.has(header.modality);
  return [
    header.studyUid,
    header.seriesUid,
    header.modality,
    image.columns,
    image.rows,
    isColour(source),
    image.float,
    image.photometric,
    alone ? ref.id : '',
  ].join('|');
}

function picture(frames: readonly SourceFrame[]): AssembledVolume {
  const pages = [...frames].sort(
    (a, b) =>
      (a.header.instanceNumber ?? 0) - (b.header.instanceNumber ?? 0) ||
      a.ref.frame - b.ref.frame ||
      (a.ref.id < b.ref.id ? -1 : 1),
  );
  const first = pages[0]!;
  const { header, image } = first;
  const size = pixelSize(first);
  const frameTime = pages.length > 1 ? image.frameTimeMs : null;
  return {
    studyUid: header.studyUid,
    seriesUids: [header.seriesUid],
    kind: 'picture',
    modality: header.modality,
    description: header.seriesDescription,
    geometry: {
      dims: [image.columns, image.rows, 1],
      spacingMm: [...size.spacingMm, 1],
      originMm: [0, 0, 0],
      axes: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    },
    phases: pages.length,
    phaseTimesMs: frameTime === null ? null : pages.map((_, n) => n * frameTime),
    rrIntervalMs: null,
    calibrated: size.calibrated,
    unit: 'none',
    window: isColour(first) ? null : headerWindow(first),
    frames: pages.map(({ ref }) => [ref]),
    plan: { kind: 'direct' },
    warnings: [...size.warnings, ...(header.lossy ? [warning('assemble/lossy')] : [])],
    lossy: header.lossy,
    views: null,
    frameOfReferenceUid: header.frameOfReferenceUid,
    derivation: header.derivation,
  };
}
