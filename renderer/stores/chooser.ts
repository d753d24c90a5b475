import { defineStore } from 'pinia';
import { filesOfDrop, filesOfInput } from '../client/dropped-files.ts';
import { shell } from '../client/shell.ts';
import { useImports } from './imports.ts';
import { useToasts } from './toasts.ts';

/** Ways to hand files over: native dialogs and paths in the shell, inputs and uploads elsewhere. */
export const useChooser = defineStore('chooser', () => {
  const imports = useImports();
  const toasts = useToasts();

  async function files(): Promise<void> {
    const native = shell();
    if (native) await fromShell(() => native.chooseFiles());
    else browse(false);
  }

  async function folder(): Promise<void> {
    const native = shell();
    if (native) await fromShell(() => native.chooseFolder());
    else browse(true);
  }

  async function fromShell(choose: () => Promise<string[]>): Promise<void> {
    const paths = await toasts.guard(choose);
    if (paths) await imports.fromPaths(paths);
  }

  function browse(directory: boolean): void {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.webkitdirectory = directory;
    input.addEventListener('change', () => void imports.fromFiles(filesOfInput(input.files)));
    input.click();
  }

  async function drop(transfer: DataTransfer): Promise<void> {
    const native = shell();
    if (native) return imports.fromPaths(native.pathsOf([...transfer.files]));
    const picked = await toasts.guard(() => filesOfDrop(transfer));
    if (picked) await imports.fromFiles(picked);
  }

  return { files, folder, drop };
});
