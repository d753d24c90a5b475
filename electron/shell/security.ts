import { app, session, shell, type WebContents } from 'electron';
import { APP_ORIGIN } from './scheme.ts';

const allowedPermissions = new Set(['clipboard-sanitized-write', 'fullscreen']);
/** Everything a page could reach out with. The engine is behind `sparrow:`; nothing else is needed. */
const refused = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'];

/** The one door for links out: https only, in the user's own browser. */
export function openExternal(url: string): boolean {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return false;
  void shell.openExternal(url);
  return true;
}

/** Deny what the app never does: other origins, new windows, permissions, embedded views. */
export function lockDown(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(allowedPermissions.has(permission)),
  );
  defaultSession.setPermissionCheckHandler((_contents, permission) =>
    allowedPermissions.has(permission),
  );
  defaultSession.webRequest.onBeforeRequest({ urls: refused }, (_details, answer) =>
    answer({ cancel: true }),
  );
  app.on('web-contents-created', (_event, contents) => guard(contents));
}

function guard(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!event.url.startsWith(`${APP_ORIGIN}/`)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url);
    return { action: 'deny' };
  });
}
