import type { StudyRecord } from '../../studies/library/records.ts';
import type { Services } from '../engine/services/services.ts';

/** A study by its UID, by a volume of it, or by a series that lies in one study. */
export async function studyNamed({ studies, find }: Services, name: string): Promise<string> {
  const all = await studies.list();
  const hasSeries = ({ series }: StudyRecord) => series.some(({ uid }) => uid === name);
  const byUid = all.find(({ uid }) => uid === name);
  if (byUid !== undefined) return byUid.uid;
  const [only, another] = all.filter(hasSeries);
  return only !== undefined && another === undefined ? only.uid : (await find(name)).studyUid;
}
