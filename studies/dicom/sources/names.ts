/** Formats whose readers unpack by themselves. */
export const keepsGzip = (name: string) => /\.nii\.gz$/i.test(name);

/** Entries that systems leave behind and no user means. */
export const isHidden = (entry: string) => entry.startsWith('.') || entry === '__MACOSX';

/** The list of a medium; the files it lists are walked by themselves. */
export const isDicomdir = (entry: string) => /^dicomdir$/i.test(entry);
