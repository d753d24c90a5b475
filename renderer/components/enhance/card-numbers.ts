/** One line of a card's metrics; cards are free in their columns. */
export type CardRow = Readonly<Record<string, unknown>>;

export interface NumberTable {
  /** What the cases are: 'phantom', 'real', or what the card calls them. */
  kind: string;
  /** True for the means over cases, false for the cases themselves. */
  means: boolean;
  columns: string[];
  rows: CardRow[];
}

/** The columns that may tell what kind of cases a row was measured on. */
const kindColumns = ['kind', 'set', 'data', 'cases'] as const;

/**
 * Rows apart by kind of case, and means apart from single cases, in the order they come; no row is
 * left out.
 */
export function numberTables(rows: readonly CardRow[]): NumberTable[] {
  const kindColumn = kindColumns.find((name) =>
    rows.some((row) => typeof row[name] === 'string' && /real|phantom/i.test(row[name])),
  );
  const hasMeans = rows.some((row) => row['case'] === 'mean');
  const tables = new Map<string, NumberTable>();
  for (const row of rows) {
    const value = kindColumn === undefined ? undefined : row[kindColumn];
    const kind = typeof value === 'string' ? value : 'all';
    const means = !hasMeans || row['case'] === 'mean';
    const key = `${kind} ${means}`;
    const table = tables.get(key) ?? { kind, means, columns: [], rows: [] };
    const hidden = [kindColumn, hasMeans && means ? 'case' : undefined];
    for (const column of Object.keys(row)) {
      if (!hidden.includes(column) && !table.columns.includes(column)) table.columns.push(column);
    }
    table.rows.push(row);
    tables.set(key, table);
  }
  return [...tables.values()];
}

/** A cell as text: at most three significant decimals, ranges joined, absence as a dash. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return String(Number(value.toFixed(3)));
  if (Array.isArray(value)) return value.map(cellText).join(' – ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, part]) => `${name} ${cellText(part)}`)
      .join(', ');
  }
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '–';
}
