import { i18n } from './i18n.ts';

/** A sentence outside a component (stores, client). Components use `useI18n().t`. */
export function translate(
  key: string,
  params: Record<string, unknown> = {},
  count?: number,
): string {
  return count === undefined ? i18n.global.t(key, params) : i18n.global.t(key, params, count);
}
