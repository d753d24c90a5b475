import type { MatchRecord, MatchTrend, Signature } from './match-records.ts';

/** Somebody's word on a match, as given. */
export interface Signing {
  person: string;
  pin: string;
  meaning: Signature['meaning'];
  reason: string;
}

/**
 * Positioning checks whose scan and planning CT are in sight, and who may sign them. A match goes with
 * its study or one of its volumes. None ever changes; signatures are added, never taken away.
 */
export interface Matches {
  get(id: string): MatchRecord;
  /** Of the scans of a study, newest first. */
  of(studyUid: string): MatchRecord[];
  /** All that wait for a signature, oldest first. */
  pending(): MatchRecord[];
  /**
   * Keeps a record, without what it has of signatures; the job is done in the same transaction.
   * Throws 'library/not-found' where one of its volumes is none.
   */
  save(record: MatchRecord, jobId?: string): Promise<void>;
  /** Throws 'match/signed' once somebody has signed. */
  remove(id: string): void;
  /**
   * Adds a signature. Throws 'match/refused', 'match/reason-*' (before the PIN is looked at), 'match/pin'
   * for a wrong PIN and an unknown person alike, 'match/pin-pause'.
   */
  sign(id: string, signing: Signing): Promise<MatchRecord>;
  /** Names of those who may sign. */
  people(): string[];
  /** Throws 'match/person-exists'; names that differ in case only are one. */
  addPerson(name: string, pin: string): Promise<void>;
  /** Approved matches of the study's patient over all their studies, and all patients' errors. */
  trend(studyUid: string): MatchTrend;
  /** When a volume was scanned, DICOM form: of its first file, else of its study. May be empty. */
  scanned(volumeId: string): Promise<string>;
}
