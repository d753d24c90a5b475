import { SparrowError } from '../messages/sparrow-error.ts';
import { notFound, writingSession, type Context } from './context.ts';
import { tables, type Database } from './database.ts';
import { finishJob } from './derived-volumes.ts';
import type { MatchRecord } from './match-records.ts';
import { matchText, rowToMatch, textSha256, visibleMatches } from './match-rows.ts';
import { mayBeSigned, reasonNeeded } from './match-rules.ts';
import type { Matches, Signing } from './match-store.ts';
import { matchTrend } from './match-trend.ts';
import { createPeople } from './people.ts';
import { scanTime } from './scan-time.ts';
import type { MatchRow } from './schema.ts';

export function createMatches(context: Context, people = createPeople(context)): Matches {
  const { database } = context;

  function row(id: string): MatchRow {
    const found = database.first(visibleMatches().where('matches.id', '=', id));
    if (found === undefined) throw notFound('match');
    return found;
  }
  const get = (id: string) => withSignatures(database, row(id));

  return {
    get,
    of(studyUid) {
      const found = visibleMatches()
        .where('matches.study_uid', '=', studyUid)
        .orderBy('matches.created', 'desc')
        .orderBy('matches.id');
      return database.all(found).map((one) => withSignatures(database, one));
    },
    pending() {
      const signed = tables.selectFrom('match_signatures').select('match_id');
      const found = visibleMatches()
        .where('matches.id', 'not in', signed)
        .orderBy('matches.created')
        .orderBy('matches.id');
      return database.all(found).map((one) => withSignatures(database, one));
    },
    async save(record, jobId) {
      writingSession(context);
      const { id, studyUid, created, params } = record;
      const text = matchText(record);
      const scanned = await scanTime(context, params.movingVolumeId);
      database.transaction(() => {
        requireVolume(database, params.fixedVolumeId);
        requireVolume(database, params.movingVolumeId, studyUid);
        const values = {
          id,
          study_uid: studyUid,
          moving_volume: params.movingVolumeId,
          fixed_volume: params.fixedVolumeId,
          scanned,
          record: text,
          created,
        };
        database.change(tables.insertInto('matches').values(values));
        finishJob(database, jobId, { match_id: id });
      });
    },
    remove(id) {
      writingSession(context);
      database.transaction(() => {
        if (get(id).signatures.length > 0) throw new SparrowError('match/signed');
        database.change(tables.deleteFrom('matches').where('id', '=', id));
      });
    },
    async sign(id, signing) {
      writingSession(context);
      checkRules(get(id), signing);
      const person = await people.check(signing.person, signing.pin);
      return database.transaction(() => {
        append(database, row(id), { ...signing, person });
        return get(id);
      });
    },
    people: () => people.list(),
    addPerson: (name, pin) => people.add(name, pin),
    trend: (studyUid) => matchTrend(context, studyUid),
    scanned: (volumeId) => scanTime(context, volumeId),
  };
}

function withSignatures(database: Database, match: MatchRow): MatchRecord {
  const signatures = tables
    .selectFrom('match_signatures')
    .selectAll()
    .where('match_id', '=', match.id)
    .orderBy('sequence');
  return rowToMatch(match, database.all(signatures));
}

function requireVolume(database: Database, id: string, studyUid?: string): void {
  let volume = tables.selectFrom('volumes').select('id').where('id', '=', id);
  if (studyUid !== undefined) volume = volume.where('study_uid', '=', studyUid);
  if (database.first(volume) === undefined) throw notFound('volume');
}

function checkRules(match: MatchRecord, { meaning, reason }: Signing): void {
  if (!mayBeSigned(match, meaning)) throw new SparrowError('match/refused');
  const needed = reasonNeeded(match, meaning);
  if (needed !== null && reason.trim() === '') throw new SparrowError(needed);
}

function append(database: Database, { id, record }: MatchRow, signing: Signing): void {
  const last = database.first(
    tables
      .selectFrom('match_signatures')
      .select((eb) => eb.fn.max('sequence').as('sequence'))
      .where('match_id', '=', id),
  );
  const { person, meaning, reason } = signing;
  const signature = {
    match_id: id,
    sequence: (last?.sequence ?? 0) + 1,
    person,
    meaning,
    reason: reason.trim(),
    record_sha256: textSha256(record),
    at: new Date().toISOString(),
  };
  database.change(tables.insertInto('match_signatures').values(signature));
}
