import { app, BrowserWindow, dialog } from 'electron';
import { join } from 'node:path';
import { serveDialogs } from './dialogs.ts';
import { bundledPrograms, startEngine } from './engine-host.ts';
import { forwardTo } from './forward.ts';
import { declareScheme, serveScheme } from './scheme.ts';
import { lockDown } from './security.ts';
import { openWindow } from './window.ts';

/** The Electron door: a window on the engine, and nothing the engine does itself. */
const here = import.meta.dirname;
const resources = app.isPackaged ? process.resourcesPath : join(here, '../..');
const argument = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};

app.enableSandbox();
declareScheme();
if (!app.requestSingleInstanceLock()) app.quit();
else void app.whenReady().then(start);

async function start(): Promise<void> {
  lockDown();
  serveDialogs();
  const args = Object.entries({
    library: argument('library') ?? join(app.getPath('userData'), 'library'),
    renderer: join(here, '../renderer'),
    models: join(resources, 'models'),
    version: app.getVersion(),
    electron: process.versions['electron'] ?? '',
  }).flatMap(([name, value]) => [`--${name}`, value]);

  try {
    const engine = await startEngine(bundledPrograms(here), args, engineDied);
    serveScheme(forwardTo(engine.socket));
    closeInOrder(() => engine.close());
  } catch (error) {
    dialog.showErrorBox(
      'Sparrow cannot open its library',
      error instanceof Error ? error.message : String(error),
    );
    app.exit(1);
    return;
  }
  const preload = join(here, 'preload.cjs');
  openWindow(preload);
  app.on('second-instance', () => BrowserWindow.getAllWindows()[0]?.focus());
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(preload);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}

/** Results are safe in the library; a fresh start picks interrupted jobs up again. */
function engineDied(): void {
  app.relaunch();
  app.exit(1);
}

function closeInOrder(close: () => Promise<void>): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}
