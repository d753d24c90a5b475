import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import yazl from 'yazl';
import { defaultLimits, isRefused, type SourceFile, type WalkLimits } from './source.ts';
import { walk } from './walk.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sparrow-walk-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (...parts: string[]) => join(folder, ...parts);
const put = (name: string, content: string | Uint8Array) => writeFile(at(name), content);
const text = async (file: SourceFile) => Buffer.from(await file.bytes()).toString();

async function collect(paths: string[], limits: Partial<WalkLimits> = {}) {
  const files: SourceFile[] = [];
  const refused: string[] = [];
  for await (const item of walk(paths, { ...defaultLimits, ...limits })) {
    if (isRefused(item)) refused.push(`${item.name}: ${item.refused}`);
    else files.push(item);
  }
  return { files, refused, names: files.map((file) => file.name) };
}

async function zipped(entries: Record<string, string | Uint8Array>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream);
}

/** Overwrites a name of the same length in both of a zip's directories. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  const copy = Buffer.from(zip);
  for (let n = copy.indexOf(from); n >= 0; n = copy.indexOf(from, n + 1))
    copy.write(to, n, 'latin1');
  return copy;
}

describe('folders', () => {
  it('are walked in name order, hidden files and DICOMDIR passed over', async () => {
    await mkdir(at('study/b'), { recursive: true });
    for (const name of ['study/b/2', 'study/b/1', 'study/a', 'study/.hidden', 'study/DICOMDIR']) {
      await put(name, name);
    }
    const { names, files } = await collect([at('study')]);
    expect(names).toEqual(['study/a', 'study/b/1', 'study/b/2']);
    expect(files[0]!.path).toBe(at('study/a'));
    expect(await text(files[2]!)).toBe('study/b/2');
  });

  it('are found through their DICOMDIR', async () => {
    await mkdir(at('cd'));
    await put('cd/DICOMDIR', 'list');
    await put('cd/IM1', 'image');
    expect((await collect([at('cd/DICOMDIR')])).names).toEqual(['cd/IM1']);
  });

  it('that link to themselves are walked once', async () => {
    await mkdir(at('loop'));
    await put('loop/file', 'x');
    await symlink(at('loop'), at('loop/again'));
    await symlink(at('nowhere'), at('loop/broken'));
    const { names, refused } = await collect([at('loop'), at('loop/file')]);
    expect(names).toEqual(['loop/file']);
    expect(refused).toEqual(['loop/broken: broken does not exist.']);
  });

  it('that do not exist are refused by name and the rest goes on', async () => {
    await put('there', 'x');
    const { names, refused } = await collect([at('missing'), at('there')]);
    expect(names).toEqual(['there']);
    expect(refused).toEqual(['missing: missing does not exist.']);
  });
});

describe('gzip files', () => {
  it('are unpacked, except NIfTI', async () => {
    await put('image.gz', gzipSync('image'));
    await put('brain.nii.gz', gzipSync('nifti'));
    const { files } = await collect([folder]);
    expect(files.map((file) => file.path === null)).toEqual([false, true]);
    expect(await text(files[1]!)).toBe('image');
    expect((await files[0]!.bytes())[0]).toBe(0x1f);
  });

  it('that grow without end are stopped', async () => {
    await put('bomb.gz', gzipSync(new Uint8Array(40 * 2 ** 20)));
    const { files } = await collect([at('bomb.gz')]);
    await expect(files[0]!.bytes()).rejects.toMatchObject({ code: 'sources/archive-bomb' });
  });

  it('that are damaged are named', async () => {
    await put('cut.gz', gzipSync('some content').subarray(0, 14));
    const { files } = await collect([at('cut.gz')]);
    await expect(files[0]!.bytes()).rejects.toMatchObject({ code: 'sources/bad-archive' });
  });
});

describe('zip archives', () => {
  it('are walked, also one inside another, told by content and not by name', async () => {
    const inner = await zipped({ 'x/IM1': 'inner' });
    await put(
      'study',
      await zipped({ 'a/IM1': 'one', DICOMDIR: 'x', 'b.zip': inner, '__MACOSX/a': '' }),
    );
    const { files, names, refused } = await collect([at('study')]);
    expect(refused).toEqual([]);
    expect(names).toEqual(['study/a/IM1', 'study/b.zip/x/IM1']);
    // Also when the walk is long over, several at once.
    expect(await Promise.all(files.map(text))).toEqual(['one', 'inner']);
  });

  it('give the file beside a header', async () => {
    await put('v.zip', await zipped({ 'v/a.mhd': 'head', 'v/a.raw': 'data', 'a.raw': 'other' }));
    const { files } = await collect([at('v.zip')]);
    const header = files.find((file) => file.name.endsWith('.mhd'))!;
    expect(Buffer.from((await header.sibling('a.raw'))!).toString()).toBe('data');
    expect(await header.sibling('none.raw')).toBeNull();
  });

  it('three deep are refused', async () => {
    const deep = await zipped({ 'c.zip': await zipped({ 'd.zip': await zipped({ e: '' }) }) });
    await put('deep.zip', deep);
    const { files, refused } = await collect([at('deep.zip')]);
    expect(files).toEqual([]);
    expect(refused[0]).toContain('archive inside an archive');
  });

  it.each([
    ['climbs', '../aaa.dcm'],
    ['climbs inside', 'x/../a.dcm'],
    ['climbs with backslashes', '..\\aaa.dcm'],
    ['starts at the root', '/aaaaa.dcm'],
    ['starts at a drive', 'C:/aaa.dcm'],
    ['holds a NUL', 'aaa\0aa.dcm'],
  ])('with a name that %s lose that file only', async (_, name) => {
    const zip = await zipped({ 'aaaaaa.dcm': 'bad', 'good.dcm': 'good' });
    await put('evil.zip', renamed(zip, 'aaaaaa.dcm', name));
    const { names, refused } = await collect([at('evil.zip')]);
    expect(names).toEqual(['evil.zip/good.dcm']);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain('points outside');
  });

  it('that unpack to far more than they hold are refused unread', async () => {
    await put('bomb.zip', await zipped({ zeros: new Uint8Array(30 * 2 ** 20) }));
    const { files, refused } = await collect([at('bomb.zip')]);
    expect(files).toEqual([]);
    expect(refused[0]).toContain('far more than a study holds');
  });

  it('with too many files or too much in all are refused', async () => {
    await put('many.zip', await zipped({ a: '1', b: '2', c: '3' }));
    expect((await collect([at('many.zip')], { maxEntries: 2 })).refused[0]).toContain('3 files');
    expect((await collect([at('many.zip')], { maxArchiveBytes: 2 })).files).toEqual([]);
    expect((await collect([at('many.zip')], { maxFileBytes: 0 })).refused).toHaveLength(3);
  });

  it('that lie about a size are caught while unpacking', async () => {
    const zip = await zipped({ data: 'x'.repeat(1000) });
    const directory = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    zip.writeUInt32LE(10, directory + 24);
    await put('liar.zip', zip);
    const { files } = await collect([at('liar.zip')]);
    await expect(files[0]!.bytes()).rejects.toMatchObject({ code: 'sources/bad-archive' });
  });

  it('with a changed byte fail their checksum', async () => {
    const zip = new yazl.ZipFile();
    zip.addBuffer(Buffer.from('stored as it is'), 'data', { compress: false });
    zip.end();
    const bytes = await buffer(zip.outputStream);
    bytes[bytes.indexOf('stored')]! ^= 1;
    await put('rot.zip', bytes);
    const { files } = await collect([at('rot.zip')]);
    await expect(files[0]!.bytes()).rejects.toThrow(/checksum/);
  });

  it('that are encrypted are refused once, in a sentence', async () => {
    const zip = await zipped({ a: 'secret', b: 'secret' });
    for (let n = zip.indexOf('PK\x01\x02'); n >= 0; n = zip.indexOf('PK\x01\x02', n + 1)) {
      zip.writeUInt16LE(zip.readUInt16LE(n + 8) | 1, n + 8);
    }
    await put('locked.zip', zip);
    const { files, refused } = await collect([at('locked.zip')]);
    expect(files).toEqual([]);
    expect(refused).toEqual(['locked.zip: locked.zip is encrypted.']);
  });

  it('cut short are refused and the rest goes on', async () => {
    const zip = await zipped({ a: 'x'.repeat(100) });
    await put('cut.zip', zip.subarray(0, zip.length - 30));
    await put('next', 'x');
    const { names, refused } = await collect([at('cut.zip'), at('next')]);
    expect(names).toEqual(['next']);
    expect(refused[0]).toContain('damaged archive');
  });

  it('that are empty hold nothing', async () => {
    await put('empty.zip', await zipped({}));
    expect(await collect([at('empty.zip')])).toMatchObject({ files: [], refused: [] });
  });
});
