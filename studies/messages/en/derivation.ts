import type { ResultRecord, VolumeRecord } from '../../library/records.ts';

/** DerivationDescription of what Sparrow writes (DICOM short text, at most 1024 characters). */
export const derivation = {
  result: (result: ResultRecord) =>
    [
      `Model ${result.model} ${result.modelVersion}`,
      `steps ${result.steps}, samples ${result.samples}, seed ${result.seed}`,
      `weights sha256 ${result.weightsSha256}`,
      `input sha256 ${result.inputSha256}`,
      `computed on ${result.provider}`,
      'Model output, may hold invented or missing structures. Research use only; ' +
        'not for diagnosis, dose calculation or contouring.',
    ].join('; '),
  converted: (volume: VolumeRecord) =>
    `Converted from a file that is not DICOM: ${volume.description}`.slice(0, 1000),
};
