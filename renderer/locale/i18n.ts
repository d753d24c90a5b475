import { createI18n } from 'vue-i18n';

type Messages = { [key: string]: string | Messages };

/** One JSON file per screen; the file's name is the first part of every key in it. */
const files = import.meta.glob<Messages>('./en/*.json', { eager: true, import: 'default' });

export const messages: Messages = Object.fromEntries(
  Object.entries(files).map(([path, content]) => [
    path.replace(/^.*\//, '').replace(/\.json$/, ''),
    content,
  ]),
);

/** Vue plugin; components use `useI18n().t` with 'screen.key'. */
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  messages: { en: messages },
});
