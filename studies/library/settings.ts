import { writingSession, type Context } from './context.ts';
import { tables } from './database.ts';
import type { Settings } from './library.ts';

/** Keys with JSON values. */
export function createSettings(context: Context): Settings {
  const { database } = context;
  return {
    get(key) {
      const row = database.first(
        tables.selectFrom('settings').select('value').where('key', '=', key),
      );
      return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
    },
    set(key, value) {
      writingSession(context);
      if (value === undefined) {
        database.change(tables.deleteFrom('settings').where('key', '=', key));
        return;
      }
      const json = JSON.stringify(value);
      database.change(
        tables
          .insertInto('settings')
          .values({ key, value: json })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: json })),
      );
    },
    all() {
      const rows = database.all(tables.selectFrom('settings').selectAll().orderBy('key'));
      return Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
    },
  };
}
