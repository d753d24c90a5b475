import type { HeartFlag, HeartPlanes } from '../../library/heart-records.ts';
import { length } from '../../volume/geometry.ts';
import { beatTiming } from './beat-timing.ts';
import type { CineCandidate } from './candidate.ts';
import { heartFlag } from './heart-flag.ts';
import { planeAgreement } from './plane-agreement.ts';
import { readSeries } from './plane-series.ts';
import { stackFlags } from './stack-flags.ts';

/** Fewer phases than this blur end-systole. */
const advisedPhases = 15;
const leastAgreement = 0.8;
/** Below this a plane shows something else, whether a shift mends it or not: turned, mirrored, another heart. */
const leastLikeness = 0.5;
/** A shift that mends less than this, or is smaller, is no finding. */
const leastGain = 0.1;
const leastShiftMm = 5;
const beatsDifferPercent = 15;

/**
 * What geometry and pixels say against a study before any network runs: missing views, cover of
 * base and apex, planes that do not fit each other, uneven beats and slices. Each flag carries its
 * number and limit; 'review' counts towards marking the result.
 *
 * @param longAxisMm base to apex of the cavity at end-diastole when known, else null (60 mm is asked)
 */
export async function planeFlags(
  heart: HeartPlanes,
  candidates: readonly CineCandidate[],
  longAxisMm: number | null,
): Promise<HeartFlag[]> {
  return [
    ...missingViews(heart),
    ...stackFlags(heart, longAxisMm),
    ...beatFlags(heart, candidates),
    ...referenceFlags(heart, candidates),
    ...(await agreementFlags(heart, candidates)),
  ];
}

const names = { '2ch': 'two-chamber', '3ch': 'three-chamber', '4ch': 'four-chamber' } as const;

function missingViews({ planes }: HeartPlanes): HeartFlag[] {
  const views = ['2ch', '3ch', '4ch'] as const;
  return views
    .filter((view) => !planes.some((plane) => plane.used && plane.view === view))
    .map((view) => heartFlag('cardiac/view-missing', 'note', { params: { view: names[view] } }));
}

function beatFlags(heart: HeartPlanes, candidates: readonly CineCandidate[]): HeartFlag[] {
  const used = heart.planes.filter((plane) => plane.used);
  const volumes = candidates.filter(({ volumeId }) =>
    used.some((plane) => plane.volumeId === volumeId),
  );
  const flags = volumes.flatMap((volume) => {
    const planeId = used.find((plane) => plane.volumeId === volume.volumeId)!.id;
    const { missingFrames } = beatTiming(volume);
    const few = { value: volume.phases, limit: advisedPhases, planeId };
    const gap = { value: missingFrames, limit: 0, planeId };
    return [
      ...(volume.phases < advisedPhases ? [heartFlag('cardiac/frame-count', 'note', few)] : []),
      ...(missingFrames > 0 ? [heartFlag('cardiac/missing-frames', 'review', gap)] : []),
    ];
  });
  const beats = volumes.flatMap((volume) => beatTiming(volume).rrIntervalMs ?? []);
  const value = beats.length > 1 ? 100 * (Math.max(...beats) / Math.min(...beats) - 1) : 0;
  if (value > beatsDifferPercent)
    flags.push(
      heartFlag('cardiac/uneven-beat', 'note', { value, limit: beatsDifferPercent, unit: '%' }),
    );
  return flags;
}

function referenceFlags(
  { planes }: HeartPlanes,
  candidates: readonly CineCandidate[],
): HeartFlag[] {
  const used = new Set(planes.filter((plane) => plane.used).map(({ volumeId }) => volumeId));
  const references = new Set(
    candidates
      .filter(({ volumeId }) => used.has(volumeId))
      .flatMap(({ frameOfReferenceUid }) => frameOfReferenceUid ?? []),
  );
  if (references.size < 2) return [];
  return [heartFlag('cardiac/frames-of-reference', 'review', { value: references.size, limit: 1 })];
}

async function agreementFlags(
  { planes, frame }: HeartPlanes,
  candidates: readonly CineCandidate[],
): Promise<HeartFlag[]> {
  if (frame === null) return [];
  const used = planes.filter((plane) => plane.used);
  const short = used.filter(({ view }) => view === 'sax');
  const long = used.filter(({ view }) => view !== 'sax');
  if (short.length === 0 || long.length === 0) return [];
  const found = planeAgreement(
    await readSeries(short, candidates),
    await readSeries(long, candidates),
    frame.originMm,
  );
  return found.flatMap(({ planeId, correlation, shiftMm, shiftedCorrelation }) => {
    const shift = length(shiftMm);
    const mends = shiftedCorrelation - correlation >= leastGain && shift >= leastShiftMm;
    if (!mends && correlation < leastLikeness) {
      const told = { value: correlation, limit: leastLikeness, planeId };
      return [heartFlag('cardiac/misfit', 'review', told)];
    }
    if (correlation >= leastAgreement || !mends) return [];
    const params = { shift: Math.round(shift) };
    const told = { value: correlation, limit: leastAgreement, planeId, params };
    return [heartFlag('cardiac/misaligned', 'review', told)];
  });
}
