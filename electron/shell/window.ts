import { BrowserWindow, nativeTheme } from 'electron';
import { APP_ORIGIN } from './scheme.ts';

/** The reading window: sandboxed, isolated, nothing but the app's own pages. */
export function openWindow(preload: string): BrowserWindow {
  nativeTheme.themeSource = 'dark';
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: '#0f1318',
    title: 'Sparrow',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  window.removeMenu();
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}
