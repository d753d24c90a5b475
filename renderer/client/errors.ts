/**
 * What the engine (or the way to it) could not do, in words for the user: `message` says what
 * happened, `action` what to do. `code` is stable; `client/…` codes arise on this side.
 */
export class ClientError extends Error {
  readonly code: string;
  readonly action: string;

  constructor(code: string, message: string, action: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClientError';
    this.code = code;
    this.action = action;
  }
}

/** True for an abort the caller asked for; such an error is never shown. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
