// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine } from '../testing/fake-engine.ts';
import { fileNameOf } from './downloads.ts';
import { filesOfDrop, filesOfInput } from './dropped-files.ts';
import { importFiles, importPaths } from './imports.ts';
import { isAbort } from './errors.ts';

afterEach(() => vi.unstubAllGlobals());

const fileEntry = (path: string) => ({
  isFile: true,
  fullPath: path,
  file: (take: (file: File) => void) => take(new File(['x'], path.split('/').at(-1) ?? '')),
});
const folderEntry = (children: object[], batch = 2) => ({
  isFile: false,
  createReader() {
    const left = [...children];
    return { readEntries: (take: (found: object[]) => void) => take(left.splice(0, batch)) };
  },
});

describe('filesOfDrop', () => {
  it('walks folders to the end, batch by batch', async () => {
    const inner = folderEntry([fileEntry('/top/in/3.dcm')]);
    const top = folderEntry([fileEntry('/top/1'), fileEntry('/top/2'), inner]);
    const items = [
      { kind: 'string', webkitGetAsEntry: () => null },
      { kind: 'file', webkitGetAsEntry: () => top },
    ];
    const picked = await filesOfDrop({ items, files: [] } as unknown as DataTransfer);
    expect(picked.map((p) => p.name)).toEqual(['top/1', 'top/2', 'top/in/3.dcm']);
  });
});

describe('filesOfInput', () => {
  it('keeps the path inside a chosen folder', () => {
    const plain = new File(['x'], 'a.dcm');
    const nested = new File(['x'], 'b.dcm');
    Object.defineProperty(nested, 'webkitRelativePath', { value: 'f/b.dcm' });
    expect(filesOfInput([plain, nested]).map((p) => p.name)).toEqual(['a.dcm', 'f/b.dcm']);
    expect(filesOfInput(null)).toEqual([]);
  });
});

const report = { studies: [], skipped: [], duplicates: 0 };
const routes = {
  'POST /api/imports': { id: 'i' },
  'PUT /api/imports/i/files': { ok: true },
  'POST /api/imports/i/finish': report,
};
const picked = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ name: `f${n}`, file: new File(['x'], `f${n}`) }));

describe('importFiles', () => {
  it('sends every file once, counts them, then finishes', async () => {
    const sent = fakeEngine(routes);
    const counts: number[] = [];
    const done = await importFiles(picked(7), {
      onStarted: (id) => expect(id).toBe('i'),
      onSent: (n) => counts.push(n),
      signal: new AbortController().signal,
    });
    expect(done).toEqual(report);
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const names = sent.filter((s) => s.method === 'PUT').map((s) => s.url.split('name=')[1]);
    expect(names.sort()).toEqual(picked(7).map((p) => p.name));
    expect(sent.at(-1)?.url).toBe('/api/imports/i/finish');
  });

  it('stops sending when cancelled', async () => {
    const sent = fakeEngine(routes);
    const controller = new AbortController();
    const onSent = () => controller.abort();
    const work = importFiles(picked(50), {
      onStarted: () => {},
      onSent,
      signal: controller.signal,
    });
    await expect(work).rejects.toSatisfy(isAbort);
    expect(sent.length).toBeLessThan(10);
  });
});

describe('importPaths', () => {
  it('sends paths and no bytes', async () => {
    const sent = fakeEngine(routes);
    const signal = new AbortController().signal;
    await importPaths(['/scans/a'], { onStarted: () => {}, onSent: () => {}, signal });
    expect(sent.map((s) => s.body)).toEqual([{ paths: ['/scans/a'] }, {}]);
  });
});

describe('fileNameOf', () => {
  const named = (header?: string) =>
    new Response('', header === undefined ? {} : { headers: { 'content-disposition': header } });
  it('reads plain and encoded names, and falls back', () => {
    expect(fileNameOf(named('attachment; filename="a b.pdf"'), 'x')).toBe('a b.pdf');
    expect(fileNameOf(named("attachment; filename*=UTF-8''r%C3%A9.pdf"), 'x')).toBe('ré.pdf');
    expect(fileNameOf(named(), 'x')).toBe('x');
  });
});
