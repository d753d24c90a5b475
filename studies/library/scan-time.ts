import { readFile } from 'node:fs/promises';
import { Attributes } from '../dicom/read/attributes.ts';
import { parseFile } from '../dicom/read/parse.ts';
import { parseDate } from '../dicom/read/values.ts';
import { notFound, type Context } from './context.ts';
import { tables } from './database.ts';
import { instancePath } from './folders.ts';
import type { VolumeRow } from './schema.ts';

/** Acquisition, content and series date with their times (PS3.3 C.7.6.1, C.7.3.1). */
const pairs = [
  ['x00080022', 'x00080032'],
  ['x00080023', 'x00080033'],
  ['x00080021', 'x00080031'],
] as const;
const acquisitionDateTime = 'x0008002a';

type Source = Pick<VolumeRow, 'id' | 'study_uid' | 'projections_id'>;

/** The volume that a chain of results began with; itself where no model made it. */
export function sourceVolume({ database }: Context, volumeId: string): Source {
  for (let id = volumeId; ;) {
    const volume = database.first(
      tables
        .selectFrom('volumes')
        .leftJoin('results', 'results.id', 'volumes.result_id')
        .select(['volumes.id', 'volumes.study_uid', 'volumes.projections_id'])
        .select('results.source_volume as source')
        .where('volumes.id', '=', id),
    );
    if (volume === undefined) throw notFound('volume');
    if (volume.source === null) return volume;
    id = volume.source;
  }
}

/**
 * When a volume, or what it was restored from, was scanned: YYYYMMDDHHMMSS, shorter where the header
 * is. By the volume's first file; by its study where there is no file or it has no date.
 */
export async function scanTime(context: Context, volumeId: string): Promise<string> {
  const source = sourceVolume(context, volumeId);
  const study = context.database.first(
    tables.selectFrom('studies').select(['date', 'time']).where('uid', '=', source.study_uid),
  );
  return (await ofFile(context, source)) ?? together(study?.date ?? '', study?.time ?? '');
}

async function ofFile({ database, folders }: Context, source: Source): Promise<string | null> {
  const first = database.first(
    tables
      .selectFrom('volume_frames as f')
      .innerJoin('instances as i', 'i.sop_uid', 'f.sop_uid')
      .select('i.sha256')
      .where('f.volume_id', '=', source.id)
      .where('i.study_uid', '=', source.study_uid)
      .orderBy('f.phase')
      .orderBy('f.k'),
  );
  if (first === undefined) return null;
  const path = instancePath(folders, first.sha256);
  try {
    const attributes = new Attributes(parseFile(await readFile(path), '').data);
    const text = (tag: string) => attributes.string(tag);
    const whole = text(acquisitionDateTime);
    const told = [
      together(whole.slice(0, 8), whole.slice(8)),
      ...pairs.map(([date, time]) => together(text(date), text(time))),
    ];
    return told.find((one) => one !== '') ?? null;
  } catch {
    // A file that is gone or of another format: the study's time is the next best.
    return null;
  }
}

/** Empty without a real date; fractions of seconds and time zones are left out. */
function together(date: string, time: string): string {
  const day = parseDate(date);
  const digits = /^\d{2,6}/.exec(time.replaceAll(':', '').trim())?.[0] ?? '';
  return day === '' ? '' : day + digits.slice(0, digits.length - (digits.length % 2));
}
