import type {
  MatchRecord,
  MatchSetup,
  MatchTrend,
} from '../../../../studies/library/match-records.ts';
import type { Signing } from '../../../../studies/library/match-store.ts';
import type { CouchDisplayName } from '../../../../studies/positioning/couch/display.ts';
import type { Download } from '../download.ts';

/** Positioning checks: what they would be of, what came out, who stands for it. */
export interface MatchService {
  setup(studyUid: string): Promise<MatchSetup>;
  /** Newest first. */
  of(studyUid: string): Promise<MatchRecord[]>;
  /** All that wait for a signature, oldest first. */
  pending(): Promise<MatchRecord[]>;
  get(id: string): Promise<MatchRecord>;
  /** Rejects with 'match/signed' once it is. */
  remove(id: string): Promise<void>;
  /** Rejects with 'match/refused', 'match/reason-*', 'match/pin', 'match/pin-pause'. */
  sign(id: string, signing: Signing): Promise<MatchRecord>;
  people(): Promise<string[]>;
  /** Resolves to all names. Rejects with 'match/person-exists'. */
  addPerson(name: string, pin: string): Promise<string[]>;
  trend(studyUid: string): Promise<MatchTrend>;
  /** CSV, a row a fraction. */
  trendTable(studyUid: string): Promise<Download>;
  report(id: string, display: CouchDisplayName): Promise<Download>;
  registration(id: string): Promise<Download>;
}

/** What is written about a match. */
export interface MatchDocuments {
  report(record: MatchRecord, display: CouchDisplayName): Promise<Download>;
  registration(record: MatchRecord): Promise<Download>;
}
