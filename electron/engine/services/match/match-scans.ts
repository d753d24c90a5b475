import type { Library } from '../../../../studies/library/library.ts';
import type { MatchSetup } from '../../../../studies/library/match-records.ts';
import type { VolumeRecord } from '../../../../studies/library/records.ts';
import { isCtLike } from './ct-like.ts';
import { dayAndTime } from './day-and-time.ts';

type Scan = MatchSetup['scans'][number];

/**
 * Volumes of a study that can be positioned: cone-beam CT before CT, newest scan first, what a model
 * restored before what it was made from. Left out are steps and maps of results, volumes that a later
 * import replaced, and the planning CTs named.
 */
export async function scansOf(
  library: Library,
  studyUid: string,
  planningCts: ReadonlySet<string>,
): Promise<Scan[]> {
  const volumes = library.volumes.list({ studyUid });
  const restoredFrom = new Map(
    library.results.list({ studyUid }).map(({ volume, source }) => [volume, source]),
  );
  const found = volumes.filter(
    (volume) =>
      isCtLike(volume, ['cbct', 'ct']) &&
      (volume.resultId === null || restoredFrom.has(volume.id)) &&
      !(volume.kind === 'ct' && planningCts.has(volume.id)) &&
      !isReplaced(volume),
  );
  const dated = await Promise.all(
    found.map(async (volume, place) => {
      return { volume, place, scanned: await library.matches.scanned(volume.id) };
    }),
  );
  const beam = ({ volume }: (typeof dated)[number]) => Number(volume.kind === 'cbct');
  return dated
    .sort((a, b) => beam(b) - beam(a) || compare(b.scanned, a.scanned) || b.place - a.place)
    .map(({ volume, scanned }) => ({
      volumeId: volume.id,
      label: scanLabel(volume, scanned),
      restoredFrom: restoredFrom.get(volume.id) ?? null,
    }));
}

export function isReplaced({ warnings }: VolumeRecord): boolean {
  return warnings.some(({ code }) => code === 'library/superseded');
}

/** What it is called and when it was scanned. */
export function scanLabel({ description, kind }: VolumeRecord, scanned: string): string {
  return [description || kind.toUpperCase(), dayAndTime(scanned)].filter(Boolean).join(', ');
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
