import { dialog, ipcMain, type IpcMainInvokeEvent } from 'electron';
import { channels } from './channels.ts';
import { openExternal } from './security.ts';
import { APP_ORIGIN } from './scheme.ts';

/** Native dialogs, answered to the app's own main frame only. */
export function serveDialogs(): void {
  handle(channels.chooseFiles, () => choose(['openFile', 'multiSelections']));
  handle(channels.chooseFolder, () => choose(['openDirectory', 'multiSelections']));
  handle(channels.openExternal, (url) => typeof url === 'string' && openExternal(url));
}

async function choose(
  properties: ('openFile' | 'openDirectory' | 'multiSelections')[],
): Promise<string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog({ properties });
  return canceled ? [] : filePaths;
}

function handle(channel: string, answer: (argument: unknown) => unknown): void {
  ipcMain.handle(channel, (event, argument: unknown) => {
    if (!fromApp(event)) throw new Error('refused');
    return answer(argument);
  });
}

function fromApp({ senderFrame }: IpcMainInvokeEvent): boolean {
  return (
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame.url.startsWith(`${APP_ORIGIN}/`)
  );
}
