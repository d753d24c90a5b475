import { describe, expect, it } from 'vitest';
import { parse } from 'vue/compiler-sfc';
import { i18n } from './i18n.ts';

const sources = import.meta.glob<string>('../**/*.{vue,ts}', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const files = Object.entries(sources)
  .filter(([file]) => !file.endsWith('.test.ts'))
  .map(([file, text]) => ({ file: file.replace('../', ''), text }));
const components = files.filter(({ file }) => file.endsWith('.vue'));

interface Node {
  type: number;
  content?: unknown;
  children?: Node[];
  props?: { type: number; name: string; value?: { content: string } }[];
  branches?: Node[];
}

/** Attributes that are read to a user. */
const spoken = new Set(['title', 'alt', 'placeholder', 'aria-label', 'label']);
const hasWords = (text: string) => /[A-Za-z]{2,}/.test(text);

function literals(node: Node): string[] {
  const own = node.type === 2 && typeof node.content === 'string' ? [node.content] : [];
  const attributes = (node.props ?? [])
    .filter((prop) => prop.type === 6 && spoken.has(prop.name))
    .map((prop) => prop.value?.content ?? '');
  return [...own, ...attributes].filter(hasWords).concat((node.children ?? []).flatMap(literals));
}

function literalsOf(text: string, file: string): string[] {
  const ast = parse(text, { filename: file }).descriptor.template?.ast;
  return ast ? literals(ast as unknown as Node) : [];
}

describe('locale', () => {
  it.each(components)('$file holds no literal text', ({ text, file }) => {
    expect(literalsOf(text, file)).toEqual([]);
  });

  it('would see literal text if there were any', () => {
    const text = '<template><p title="A hint">Hello {{ name }}</p></template>';
    expect(literalsOf(text, 'x.vue')).toEqual(['A hint', 'Hello ']);
  });

  it('has every key that is used', () => {
    const used = files.flatMap(({ file, text }) =>
      [...text.matchAll(/\b(?:t|translate)\(\s*'([^']+)'/g)].map((m) => ({
        file,
        key: m[1] ?? '',
      })),
    );
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter(({ key }) => !i18n.global.te(key))).toEqual([]);
  });

  it('has something behind every key that is put together', () => {
    const starts = files.flatMap(({ file, text }) =>
      [...text.matchAll(/\b(?:t|translate)\(\s*`([a-z][\w.]*)\.\$\{/g)].map((m) => ({
        file,
        key: m[1] ?? '',
      })),
    );
    const found = (key: string) =>
      key
        .split('.')
        .reduce<unknown>(
          (at, part) => (at as Record<string, unknown> | undefined)?.[part],
          i18n.global.getLocaleMessage('en'),
        );
    expect(starts.length).toBeGreaterThan(10);
    expect(starts.filter(({ key }) => typeof found(key) !== 'object')).toEqual([]);
  });
});
