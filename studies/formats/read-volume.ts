import { SparrowError } from '../messages/sparrow-error.ts';
import { finishVolume } from './finish.ts';
import { isMetaImage, readMetaImage } from './meta-image.ts';
import { isNifti, readNifti } from './nifti.ts';
import { isNrrd, readNrrd } from './nrrd.ts';
import type { VolumeFile, VolumeFileInput } from './volume-file.ts';

/** Names that say "a volume, not DICOM": worth the reader's own error if it then fails. */
export function isVolumeFileName(name: string): boolean {
  return /\.(nii|nii\.gz|nrrd|nhdr|mha|mhd)$/i.test(name);
}

/**
 * Reads NIfTI, NRRD or MetaImage, told by content. Null when the file is none of them.
 *
 * Voxels keep their 16-bit type; the grid is right-handed LPS, for which one axis of the voxels may
 * come out reversed. Values that look like HU (lowest between -8192 and -900) or are said to be CT
 * become HU, with a warning that tells of the guess. Throws SparrowError formats/* or
 * dicom/truncated.
 */
export async function readVolumeFile(input: VolumeFileInput): Promise<VolumeFile | null> {
  const { bytes, name } = input;
  if (isNrrd(bytes)) return finishVolume(await readNrrd(input), input.modality);
  if (isNifti(bytes) || /\.nii(\.gz)?$/i.test(name)) {
    if (bytes.length < 20) throw new SparrowError('dicom/truncated', { file: name });
    return finishVolume(await readNifti(input), input.modality);
  }
  if (isMetaImage(bytes)) return finishVolume(await readMetaImage(input), input.modality);
  if (isVolumeFileName(name)) {
    const format = /mh[ad]$/i.test(name) ? 'MetaImage' : 'NRRD';
    throw new SparrowError('formats/damaged', { file: name, format, reason: 'it has no header' });
  }
  return null;
}
