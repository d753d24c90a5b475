import type { HeartResult, PapillaryConvention } from '../../library/heart-records.ts';
import type { ResultRecord, VolumeRecord } from '../../library/records.ts';

const percent = (value: number) => `${value.toFixed(2)} %`;

/** DerivationDescription and ImageComments of what Sparrow writes (at most 1024 and 10240 characters). */
export const derivation = {
  result: (result: ResultRecord) =>
    [
      `Model ${result.model} ${result.modelVersion}`,
      `steps ${result.steps}, samples ${result.samples}, seed ${result.seed}`,
      ...(result.start === 'projections' ? ['data-consistent start from the projections'] : []),
      ...(result.refine > 0 ? [`${result.refine} OS-SART iterations after the last step`] : []),
      evidence(result),
      `weights sha256 ${result.weightsSha256}`,
      `input sha256 ${result.inputSha256}`,
      `computed on ${result.provider}`,
      'Model output, may hold invented or missing structures. Research use only; ' +
        'not for diagnosis, dose calculation or contouring.',
    ].join('; '),
  /** Evidence and flags in sentences, for the reader of one image. */
  comments: (result: ResultRecord) =>
    [
      `Agreement with the measurement: ${evidence(result)}.`,
      ...(result.warnings.length === 0
        ? ['No out-of-scope flag was raised.']
        : result.warnings.map(({ message }) => message)),
    ]
      .join(' ')
      .slice(0, 10_000),
  heart: (result: HeartResult) =>
    [
      `Model ${result.model} ${result.modelVersion}`,
      `weights sha256 ${result.weightsSha256}`,
      `input sha256 ${result.inputSha256}`,
      `computed on ${result.provider}`,
      'Contours by a model, may be wrong. Research use only; not for diagnosis or treatment.',
    ].join('; '),
  /** What a reader of the measures must know, a sentence each. */
  heartRemarks: (result: HeartResult, convention: PapillaryConvention) => [
    'Research use only, not for diagnosis. Made by a program, verified by nobody.',
    {
      head: 'Measured by a network from all planes together.',
      masks: 'Measured on the contours of a model.',
      edited: 'Measured on contours that a person edited.',
    }[result.measuresBy],
    convention === 'in-volume'
      ? 'Papillary muscles are counted in the cavity.'
      : 'Papillary muscles are counted in the mass.',
    ...result.flags.map(({ message }) => message),
  ],
  /** Names of the series. */
  heartLabels: (description: string) => `Heart contours (research): ${description}`.slice(0, 64),
  heartMeasures: 'Heart measures (research)',
  converted: (volume: VolumeRecord) =>
    `Converted from a file that is not DICOM: ${volume.description}`.slice(0, 1000),
};

function evidence({ evidence: found }: ResultRecord): string {
  if (found === null) return 'not checked, the projections were not at hand';
  const { residualPercent, inputResidualPercent, departurePercent, departureHu } = found;
  return (
    `residual ${percent(residualPercent)} of the measured line integrals ` +
    `(input ${percent(inputResidualPercent)}), ` +
    `${percent(departurePercent)} of the voxels depart by more than ${departureHu} HU`
  );
}
