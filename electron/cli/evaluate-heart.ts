import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { HeartEvaluation } from '../../models/whole-heart/evaluation/evaluate.ts';
import type { RealName, RealSource } from '../../models/whole-heart/evaluation/real-cases.ts';
import type { Session } from './session.ts';
import { UsageError } from './usage.ts';

export interface HeartOptions {
  quick?: boolean;
  data?: string;
  out?: string;
  cases?: string;
  limit?: string;
  shard?: string;
}

const root = resolve(import.meta.dirname, '../..');
const originals: Partial<Record<RealName, string>> = {
  SCD0000101: 'SC-HF-I-1',
  SCD0000201: 'SC-HF-I-2',
};

/** `evaluate whole-heart`: the table of whole-heart.md, section 6.8. */
export async function evaluateWholeHeart(
  options: HeartOptions,
  { out, signal }: Session,
): Promise<HeartEvaluation> {
  const { evaluateHeart } = await import('../../models/whole-heart/evaluation/evaluate.ts');
  const models = process.env['SPARROW_MODELS'] ?? join(root, 'models');
  const cases = options.cases ?? join(root, '.cache/hearts');
  const casesDir = options.quick === true || !existsSync(cases) ? null : resolve(cases);
  const data = options.data ?? process.env['SPARROW_DATA'] ?? join(root, '../shared/data');
  return evaluateHeart(
    {
      modelDir: resolve(models, 'whole-heart'),
      casesDir,
      outDir: resolve(options.out ?? join(root, '.cache/evaluation/whole-heart')),
      limit: options.limit === undefined ? Infinity : Number(options.limit),
      shard: shardOf(options.shard),
      threads: Math.max(1, Math.floor(availableParallelism() / shardOf(options.shard)[1])),
    },
    { signal, note: (line) => out.note(line), real: realSource(resolve(data, 'cine')) },
  );
}

/** The table as lines of text. */
export function heartLines({ table, real }: HeartEvaluation): string[] {
  const width = (key: 'claim' | 'measure' | 'bar') =>
    Math.max(...table.map((row) => row[key].length));
  const [claim, measure, bar] = [width('claim'), width('measure'), width('bar')];
  const slices = real.flatMap(({ name, dice, flags }) => [
    ...dice.map(
      (row) => `${name} slice ${row.slice} phase ${row.phase} Dice ${row.value.toFixed(3)}`,
    ),
    ...flags.map(({ level, message }) => `${name} ${level}: ${message}`),
  ]);
  return [
    ...table.map((row) =>
      [
        row.verdict.padEnd(12),
        row.claim.padEnd(claim),
        row.measure.padEnd(measure),
        row.bar.padEnd(bar),
        `${row.value}${row.n > 0 ? ` (n ${row.n})` : ''}`,
      ].join('  '),
    ),
    ...slices,
  ];
}

/** "2/3" is the second of three processes that share the cases. */
function shardOf(text: string | undefined): readonly [number, number] {
  if (text === undefined) return [0, 1];
  const [, part, parts] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (part === undefined || Number(part) < 1 || Number(part) > Number(parts))
    throw new UsageError('evaluate/bad-shard', { shard: text });
  return [Number(part) - 1, Number(parts)];
}

/** Real studies, imported into a library that is gone afterwards. */
function realSource(folder: string): RealSource {
  const files: Record<RealName, string> = {
    SCD0000101: 'sunnybrook/SCD0000101-dicom.zip',
    SCD0000201: 'sunnybrook/SCD0000201-dicom.zip',
    pig: 'pig-e774/pig-sax-lax.zip',
  };
  return async (name) => {
    const path = join(folder, files[name]);
    if (!existsSync(path)) return null;
    const { openLibrary } = await import('../../studies/library/open.ts');
    const { importPaths } = await import('../engine/services/imports/run-import.ts');
    const { createVolumes } = await import('../engine/services/volumes.ts');
    const { heartVolumes } = await import('../engine/services/hearts/cine-volumes.ts');
    const { expertOutlines } =
      await import('../../models/whole-heart/evaluation/expert-outlines.ts');
    const dir = await mkdtemp(join(tmpdir(), 'sparrow-evaluate-'));
    const library = openLibrary(dir);
    try {
      const { studies } = await importPaths(library, [path]);
      const tools = { library, volumes: createVolumes(library) };
      const volumes = await heartVolumes(tools, studies[0]!);
      const original = originals[name];
      const contours = join(folder, 'sunnybrook/expert-contours-101-201.zip');
      const known = original !== undefined && existsSync(contours);
      const outlines = known ? expertOutlines(await readFile(contours), original) : [];
      return { volumes, outlines };
    } finally {
      library.close();
      await rm(dir, { recursive: true, force: true });
    }
  };
}
