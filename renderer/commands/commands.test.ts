import { describe, expect, it } from 'vitest';
import { messages } from '../locale/i18n.ts';
import { viewingKeys } from '../viewer/keys.ts';
import { commandIds, commandKeys, commandOf } from './commands.ts';

const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
  commandOf({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...held,
  } as KeyboardEvent);

describe('commands', () => {
  it('have a sentence each', () => {
    const sentences = messages['commands'] as Record<string, string>;
    expect(commandIds.filter((id) => !sentences[id])).toEqual([]);
  });

  it('are found by their keys', () => {
    expect(press('?', { shiftKey: true })).toBe('keys');
    expect(press('k', { ctrlKey: true })).toBe('palette');
    expect(press('k', { metaKey: true })).toBe('palette');
    expect(press('k')).toBe('position');
    expect(press('q')).toBeUndefined();
    expect(press('n')).toBe('nextSeries');
    expect(press('N', { shiftKey: true })).toBe('previousSeries');
    expect(press('n', { altKey: true })).toBeUndefined();
  });

  it('share no key with each other or with the viewer', () => {
    const single = Object.values(commandKeys)
      .map((keys) => keys.join('+'))
      .sort();
    expect(new Set(single).size).toBe(single.length);
    const viewing = new Set(viewingKeys.flatMap((key) => key.keys));
    expect(single.filter((key) => viewing.has(key))).toEqual([]);
  });
});
