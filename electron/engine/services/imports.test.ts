import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Library } from '../../../studies/library/library.ts';
import { openLibrary } from '../../../studies/library/open.ts';
import { temporaryFolder } from '../../../studies/library/testing/entries.ts';
import type { EngineEvent } from '../contract/shapes.ts';
import { createImports } from './imports.ts';
import { makeSeries } from './imports/testing/made-series.ts';
import type { EventsService, ImportsService } from './services.ts';

let folder: ReturnType<typeof temporaryFolder>;
let library: Library;
let imports: ImportsService;
let published: EngineEvent[];
const at = (...parts: string[]) => join(folder.dir, ...parts);
beforeEach(() => {
  folder = temporaryFolder();
  library = openLibrary(at('library'));
  published = [];
  const events: EventsService = {
    publish: (event) => published.push(event),
    subscribe: () => () => undefined,
    newestId: () => 0,
    since: () => [],
  };
  imports = createImports(library, events);
});
afterEach(() => {
  library.close();
  folder.remove();
});

const upload = (path: string) => new Blob([readFileSync(path)]).stream();
const stagedFiles = () =>
  readdirSync(at('library', 'staging'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );

test('paths are imported at once and told on the event stream', async () => {
  const id = await imports.start([makeSeries(at('scan'))]);
  const report = await imports.finish(id);
  expect(report.studies).toHaveLength(1);
  expect(await imports.finish(id)).toBe(report);
  expect(await imports.state(id)).toMatchObject({
    state: 'done',
    filesDone: 6,
    filesTotal: 6,
    report,
  });
  const states = published.flatMap((event) =>
    event.type === 'import' ? [event.import.state] : [],
  );
  expect(states[0]).toBe('running');
  expect(states.at(-1)).toBe('done');
  expect(published.at(-1)).toEqual({ type: 'library', change: 'studies' });
});

test('uploads keep their names, also the refused ones, and leave nothing behind', async () => {
  const scan = makeSeries(at('scan'));
  const id = await imports.start();
  for (const name of readdirSync(scan))
    await imports.receive(id, `ct/${name}`, upload(join(scan, name)));
  await imports.receive(id, '../ct/notes.txt', new Blob(['notes']).stream());
  expect(await imports.state(id)).toMatchObject({ state: 'receiving', filesTotal: 7 });
  const { studies, skipped } = await imports.finish(id);
  expect(studies[0]?.series[0]?.instances).toBe(6);
  expect(skipped).toMatchObject([{ path: 'ct/notes.txt' }]);
  expect(existsSync(at('notes.txt'))).toBe(false);
  expect(stagedFiles()).toEqual([]);
  await expect(imports.receive(id, 'late', new Blob(['x']).stream())).rejects.toThrow(
    /no such import/,
  );
});

test('an upload that is cancelled leaves nothing', async () => {
  const scan = makeSeries(at('scan'));
  const id = await imports.start();
  await imports.receive(id, 'IM0001.dcm', upload(join(scan, 'IM0001.dcm')));
  await imports.cancel(id);
  expect((await imports.state(id)).state).toBe('cancelled');
  await expect(imports.finish(id)).rejects.toThrow(/cancelled/);
  expect(library.studies.list()).toEqual([]);
  expect(stagedFiles()).toEqual([]);
});

test('a running import that is cancelled says so and changes nothing', async () => {
  const id = await imports.start([makeSeries(at('scan'))]);
  await imports.cancel(id);
  await expect(imports.finish(id)).rejects.toThrow(/cancelled/);
  expect((await imports.state(id)).state).toBe('cancelled');
  expect(library.studies.list()).toEqual([]);
});

test('imports at the same time run one after another', async () => {
  const scan = makeSeries(at('scan'));
  const ids = await Promise.all([imports.start([scan]), imports.start([scan])]);
  const reports = await Promise.all(ids.map((id) => imports.finish(id)));
  expect(reports.map(({ duplicates }) => duplicates)).toEqual([0, 6]);
  expect(library.volumes.list()).toHaveLength(1);
});

test('an unknown import is refused', async () => {
  await expect(imports.state('nobody')).rejects.toThrow(/no such import/);
  await expect(imports.finish('nobody')).rejects.toThrow(/no such import/);
});
