import type { MatchRecord } from '../library/match-records.ts';
import {
  couchDisplays,
  shownNumbers,
  type CouchDisplay,
  type CouchDisplayName,
} from '../positioning/couch/display.ts';
import { matchText } from './match-text.ts';

/** The six numbers as the console shows them and the two lengths, each with spread, limit and verdict. */
export function matchNumbers(
  { couch, uncertainty, within }: Pick<MatchRecord, 'couch' | 'uncertainty' | 'within'>,
  name: CouchDisplayName,
): { head: string[]; rows: string[][] } {
  const display: CouchDisplay = couchDisplays[name];
  const cm = display.shiftUnit === 'cm';
  const decimals = (turns: boolean) => (turns ? display.turnDecimals : display.shiftDecimals);
  const scaled = (value: number, turns: boolean) => (cm && !turns ? value / 10 : value);
  const shown = couch === null ? [] : shownNumbers(couch, name);
  const lengths = [
    { axis: 'shiftMagnitudeMm', label: matchText.shiftLength, turns: false },
    { axis: 'turnMagnitudeDeg', label: matchText.turnLength, turns: true },
  ] as const;
  const columns = [
    ...shown.map(({ axis, label, text, value, unit }) => {
      const turns = axis.endsWith('Deg');
      const sd = uncertainty?.couch[axis];
      return {
        axis,
        head: `${label}, ${unit}`,
        number: value > 0 ? `+${text}` : text,
        // One digit more than the number: a spread of 0.0 would say that it is certain.
        sd: sd === undefined ? matchText.none : scaled(sd, turns).toFixed(decimals(turns) + 1),
        turns,
      };
    }),
    ...lengths.map(({ axis, label, turns }) => {
      const value = within?.axes.find((one) => one.axis === axis)?.value;
      return {
        axis,
        head: `${label}, ${turns ? '°' : display.shiftUnit}`,
        number:
          value === undefined ? matchText.none : scaled(value, turns).toFixed(decimals(turns)),
        sd: '',
        turns,
      };
    }),
  ];
  const judged = columns.map(({ axis }) => within?.axes.find((one) => one.axis === axis));
  const { rows } = matchText;
  return {
    head: ['', ...columns.map(({ head }) => head)],
    rows: [
      [rows[display.shows], ...columns.map(({ number }) => number)],
      [rows.sd, ...columns.map(({ sd }) => sd)],
      [
        rows.limit,
        ...columns.map(({ turns }, n) => {
          const limit = judged[n]?.limit;
          return limit === undefined ? matchText.none : `${scaled(limit, turns)}`;
        }),
      ],
      [
        rows.verdict,
        ...judged.map((one) =>
          one === undefined ? matchText.none : one.pass ? matchText.pass : matchText.fail,
        ),
      ],
    ],
  };
}
