import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from './channels.ts';

/** The whole bridge: native dialogs and where dropped files lie. Data travel by fetch alone. */
contextBridge.exposeInMainWorld('sparrow', {
  chooseFiles: () => ipcRenderer.invoke(channels.chooseFiles),
  chooseFolder: () => ipcRenderer.invoke(channels.chooseFolder),
  pathsOf: (files: File[]) => files.map((file) => webUtils.getPathForFile(file)).filter(Boolean),
  openExternal: (url: string) => void ipcRenderer.invoke(channels.openExternal, url),
});
