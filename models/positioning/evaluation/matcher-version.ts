import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const room = join(import.meta.dirname, '../../../studies/positioning');

/** Twelve digits each that change with the code, its comments and blanks left out. */
export interface MatcherVersions {
  /** Of the registration alone. */
  readonly match: string;
  /** Of what judges its answer too. */
  readonly judge: string;
}

export async function matcherVersions(): Promise<MatcherVersions> {
  const registration = await sourceOf(join(room, 'registration'));
  return {
    match: digits(registration),
    judge: digits(registration + (await sourceOf(room))),
  };
}

const digits = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

async function sourceOf(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /^[a-z-]+\.ts$/.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map(withoutComments).join('\n');
}

function withoutComments(source: string): string {
  return source
    .replace(/\/\*\*[^]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/\s+/g, '');
}
