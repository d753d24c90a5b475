import { first } from './0010-first.ts';
import { projections } from './0020-projections.ts';
import { hearts } from './0030-hearts.ts';
import { dense } from './0040-dense.ts';
import { planning } from './0050-planning.ts';
import { matches } from './0060-matches.ts';
import type { Migration } from './migration.ts';

/** Oldest first. A released migration never changes; a new one is added with its own test. */
export const migrations: readonly Migration[] = [
  first,
  projections,
  hearts,
  dense,
  planning,
  matches,
];
