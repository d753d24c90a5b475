import { ClientError } from '../../client/errors.ts';
import { translate } from '../../locale/translate.ts';

/** What went wrong and what to do, for a place that shows its own error. */
export function failureSentence(failure: unknown): string {
  if (failure instanceof ClientError) return `${failure.message} ${failure.action}`.trim();
  return `${translate('errors.unknown.message')} ${translate('errors.unknown.action')}`;
}
