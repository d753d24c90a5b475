/** A file to send, with its path inside the folder that was dropped or chosen. */
export interface PickedFile {
  name: string;
  file: File;
}

/**
 * Every file of a drop, folders walked. The entries must be taken before the first await: the
 * browser empties the DataTransfer when the event handler returns.
 */
export async function filesOfDrop(transfer: DataTransfer): Promise<PickedFile[]> {
  const entries = [...transfer.items]
    .map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null))
    .filter((entry) => entry !== null);
  if (entries.length === 0) return filesOfInput(transfer.files);
  const nested = await Promise.all(entries.map(walk));
  return nested.flat();
}

/** Files of an <input type="file">, with their relative path where a folder was chosen. */
export function filesOfInput(files: FileList | readonly File[] | null): PickedFile[] {
  return [...(files ?? [])].map((file) => ({
    name: file.webkitRelativePath === '' ? file.name : (file.webkitRelativePath ?? file.name),
    file,
  }));
}

async function walk(entry: FileSystemEntry): Promise<PickedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ name: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: PickedFile[] = [];
  // readEntries hands out at most 100 entries a call; an empty batch is the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return found;
    for (const child of batch) found.push(...(await walk(child)));
  }
}
