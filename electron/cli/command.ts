import type { Session } from './session.ts';

/** A command's work, given its session. 'done' says that it was finished in spite of Ctrl-C. */
export type Work = (session: Session) => Promise<void | 'done'>;
/** How a command hands its work over. */
export type Perform = (work: Work) => Promise<void>;

/** An error that another process or a job has put into words already. */
export class ReportedError extends Error {
  readonly code: string;
  readonly action: string;

  constructor({ code, message, action }: { code: string; message: string; action: string }) {
    super(message);
    this.code = code;
    this.action = action;
  }
}
