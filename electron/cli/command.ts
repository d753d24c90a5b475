import type { Session } from './session.ts';

/** A command's work, given its session. 'done' says that it was finished in spite of Ctrl-C. */
export type Work = (session: Session) => Promise<void | 'done'>;
/** How a command hands its work over. */
export type Perform = (work: Work) => Promise<void>;

/** An error that another process or a job has put into words already. */
export class ReportedError extends Error {
  readonly code: string;
  readonly action: string;
  /** What the document says beside the error. */
  readonly details: object;

  constructor(
    { code, message, action }: { code: string; message: string; action: string },
    details: object = {},
  ) {
    super(message);
    this.details = details;
    this.code = code;
    this.action = action;
  }
}
