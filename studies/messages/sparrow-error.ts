import { catalogue, type MessageCode } from './catalogue.ts';

export type MessageParams = Readonly<Record<string, string | number>>;

/** The sentence for a code, with `{name}` places filled in. */
export function sentence(code: MessageCode, params: MessageParams = {}): string {
  return fill(catalogue[code].sentence, params);
}

/** What the user can do about it. */
export function action(code: MessageCode, params: MessageParams = {}): string {
  return fill(catalogue[code].action, params);
}

function fill(template: string, params: MessageParams): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/**
 * The one error a user may read. `code` is stable; the sentence and the advice come from the
 * catalogue, so that no sentence is written twice and none holds a patient's name, a UID or a path
 * other than the file's own base name.
 */
export class SparrowError extends Error {
  readonly code: MessageCode;
  readonly params: MessageParams;
  readonly action: string;

  constructor(code: MessageCode, params: MessageParams = {}, options?: ErrorOptions) {
    super(sentence(code, params), options);
    this.name = 'SparrowError';
    this.code = code;
    this.params = params;
    this.action = action(code, params);
  }
}

/** A finding that stops nothing but must be seen. */
export interface Warning {
  code: MessageCode;
  params: MessageParams;
  message: string;
}

export function warning(code: MessageCode, params: MessageParams = {}): Warning {
  return { code, params, message: sentence(code, params) };
}
