import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeElectron } from '../../test/fixtures/fake-electron.ts';

let fake = fakeElectron();

beforeEach(() => {
  vi.resetModules();
  fake = fakeElectron();
  vi.doMock('electron', () => fake.module);
});

describe('security', () => {
  it('opens https links outside and nothing else, and never a new window', async () => {
    const { lockDown } = await import('./security.ts');
    lockDown();
    fake.newContents();
    for (const url of [
      'https://example.org/a',
      'http://example.org',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'no url',
    ])
      expect(fake.openWindow(url)).toEqual({ action: 'deny' });
    expect(fake.opened).toEqual(['https://example.org/a']);
  });

  it('stays on its own origin', async () => {
    const { lockDown } = await import('./security.ts');
    lockDown();
    const contents = fake.newContents();
    const leaves = (url: string) => {
      const event = { url, preventDefault: vi.fn() };
      contents.emit('will-navigate', event);
      return event.preventDefault.mock.calls.length === 0;
    };
    expect(leaves('sparrow://app/study')).toBe(true);
    expect(leaves('sparrow://app.evil/')).toBe(false);
    expect(leaves('https://example.org/')).toBe(false);
    const webview = { preventDefault: vi.fn() };
    contents.emit('will-attach-webview', webview);
    expect(webview.preventDefault).toHaveBeenCalled();
  });

  it('denies permissions and every network scheme', async () => {
    const { lockDown } = await import('./security.ts');
    lockDown();
    expect(await fake.permission('media')).toBe(false);
    expect(await fake.permission('geolocation')).toBe(false);
    expect(await fake.permission('fullscreen')).toBe(true);
    const [block] = fake.requests;
    expect(block?.urls).toEqual(
      expect.arrayContaining(['http://*/*', 'https://*/*', 'file://*/*']),
    );
    const answer = vi.fn();
    block?.listener(...([{}, answer] as unknown as never[]));
    expect(answer).toHaveBeenCalledWith({ cancel: true });
  });
});

describe('dialogs', () => {
  it('answer the main frame of the app only', async () => {
    const { serveDialogs } = await import('./dialogs.ts');
    serveDialogs();
    const choose = fake.handlers.get('sparrow:choose-files') as (
      event: unknown,
    ) => Promise<string[]>;
    const frame = { parent: null, url: 'sparrow://app/' };
    expect(await choose({ senderFrame: frame })).toEqual(['scan.dcm']);
    for (const senderFrame of [
      null,
      { ...frame, url: 'https://example.org/' },
      { ...frame, parent: frame },
    ])
      expect(() => choose({ senderFrame })).toThrow('refused');
  });
});

describe('scheme', () => {
  it('answers its own host and hides a broken engine', async () => {
    const { serveScheme } = await import('./scheme.ts');
    serveScheme((request) =>
      request.url.endsWith('/down')
        ? Promise.reject(new Error('gone'))
        : Promise.resolve(new Response('here')),
    );
    expect(await (await fake.fetch('sparrow://app/')).text()).toBe('here');
    expect((await fake.fetch('sparrow://elsewhere/')).status).toBe(404);
    expect((await fake.fetch('sparrow://app/down')).status).toBe(502);
  });
});

describe('engine host', () => {
  const programs = { engine: 'engine.js', inference: 'inference.js' };

  it('starts the engine, passes worker messages both ways and closes in order', async () => {
    const { startEngine } = await import('./engine-host.ts');
    const died = vi.fn();
    const starting = startEngine(programs, ['--library', 'L'], died);
    const engine = fake.processes[0]!;
    expect([engine.file, engine.args]).toEqual(['engine.js', ['--library', 'L']]);
    engine.emit('message', { type: 'listening', socket: 'S' });
    const host = await starting;
    expect(host.socket).toBe('S');

    engine.emit('message', { type: 'start-worker', worker: 4 });
    const worker = fake.processes[1]!;
    expect(worker.file).toBe('inference.js');
    engine.emit('message', { type: 'to-worker', worker: 4, message: { type: 'cancel' } });
    expect(worker.posted).toEqual([{ type: 'cancel' }]);
    worker.emit('message', { type: 'cancelled' });
    engine.emit('message', { type: 'kill-worker', worker: 4 });
    expect(worker.killed).toBe(true);
    expect(engine.posted).toEqual([
      { type: 'from-worker', worker: 4, message: { type: 'cancelled' } },
      { type: 'worker-exit', worker: 4, code: 1 },
    ]);

    const closing = host.close();
    expect(engine.posted.at(-1)).toEqual({ type: 'close' });
    engine.emit('exit', 0);
    await closing;
    expect(died).not.toHaveBeenCalled();
  });

  it('says why when the library cannot be opened, and tells of a death later on', async () => {
    const { startEngine } = await import('./engine-host.ts');
    const died = vi.fn();
    const failing = startEngine(programs, [], died);
    fake.processes[0]!.emit('message', { type: 'failed', message: 'newer schema' });
    await expect(failing).rejects.toThrow('newer schema');
    fake.processes[0]!.emit('exit', 1);
    expect(died).toHaveBeenCalledOnce();
  });
});

describe('relayed workers', () => {
  it('look like any other worker to the engine', async () => {
    const { relayedWorkers } = await import('./relay.ts');
    const posted: unknown[] = [];
    let deliver: (message: never) => void = () => undefined;
    const start = relayedWorkers({
      post: (message) => posted.push(message),
      onMessage: (listener) => (deliver = listener as typeof deliver),
    });
    const [first, second] = [start('inference'), start('inference')];
    const heard: unknown[] = [];
    second.onMessage((message) => heard.push(message));
    second.onExit((code) => heard.push(code));
    first.post({ type: 'cancel' });
    second.kill();
    deliver({ type: 'from-worker', worker: 1, message: { type: 'cancelled' } } as never);
    deliver({ type: 'worker-exit', worker: 1, code: null } as never);
    expect(heard).toEqual([{ type: 'cancelled' }, null]);
    expect(posted).toEqual([
      { type: 'start-worker', worker: 0 },
      { type: 'start-worker', worker: 1 },
      { type: 'to-worker', worker: 0, message: { type: 'cancel' } },
      { type: 'kill-worker', worker: 1 },
    ]);
  });
});
