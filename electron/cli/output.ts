import type { JobProgress } from '../../studies/library/records.ts';
import { cliText } from '../../studies/messages/en/cli.ts';

const barWidth = 24;

/**
 * What a command says: one JSON document or plain lines on standard output, everything else on
 * standard error, and a progress bar only where someone can watch it.
 */
export class Output {
  readonly json: boolean;
  #barShown = false;

  constructor(json: boolean) {
    this.json = json;
  }

  /** The command's answer; called once. `lines` is for people. */
  answer(document: unknown, lines: readonly string[]): void {
    if (this.json) process.stdout.write(`${JSON.stringify(document)}\n`);
    else for (const line of lines) process.stdout.write(`${line}\n`);
  }

  note(line: string): void {
    this.clearBar();
    process.stderr.write(`${line}\n`);
  }

  progress(progress: Pick<JobProgress, 'fraction' | 'secondsLeft' | 'device'>): void {
    if (!process.stderr.isTTY) return;
    const full = Math.round(barWidth * Math.min(1, Math.max(0, progress.fraction)));
    const bar = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
    const left = progress.secondsLeft === null ? '' : cliText.left(progress.secondsLeft);
    const done = `${Math.floor(progress.fraction * 100)} %`;
    this.#barShown = true;
    process.stderr.write(`\r\u001b[K${bar} ${cliText.progress(done, left, progress.device)}`);
  }

  clearBar(): void {
    if (this.#barShown) process.stderr.write('\r\u001b[K');
    this.#barShown = false;
  }

  /** One line on standard error, and the document where one was promised. */
  failed(error: { code: string; message: string; action?: string; details?: object }): void {
    this.clearBar();
    const { code, message, action, details } = error;
    const document = { error: { code, message }, ...details };
    if (this.json) process.stdout.write(`${JSON.stringify(document)}\n`);
    process.stderr.write(`sparrow: ${[message, action].filter(Boolean).join(' ')}\n`);
  }
}

/** Standard output is written to the end; exiting earlier cuts a pipe short. */
export function flushed(): Promise<void> {
  return new Promise((resolve) => process.stdout.write('', () => resolve()));
}
