import type { elastixNode } from '@itk-wasm/elastix';
import { multiply, type Matrix } from '../../../../studies/dicom/rt/rigid-matrix.ts';
import type { Level } from '../../../../studies/positioning/registration/levels.ts';
import { movedGeometry } from '../../../../studies/positioning/registration/moved-geometry.ts';
import {
  matrixOf,
  product,
  requireRigid,
  rotationBy,
} from '../../../../studies/positioning/registration/pose.ts';
import type { PreparedVolume } from '../../../../studies/positioning/registration/prepare.ts';
import { voxelToPatient, type LpsPoint } from '../../../../studies/volume/geometry.ts';

type ElastixImage = NonNullable<NonNullable<Parameters<typeof elastixNode>[1]>['fixed']>;

/** elastix's own defaults for rigid registration, but for what is said here. */
const parameters = {
  Registration: ['MultiResolutionRegistration'],
  Metric: ['AdvancedMattesMutualInformation'],
  NumberOfHistogramBins: ['32'],
  Optimizer: ['AdaptiveStochasticGradientDescent'],
  Transform: ['EulerTransform'],
  AutomaticParameterEstimation: ['true'],
  AutomaticScalesEstimation: ['true'],
  // The start is laid into the scan's place already.
  AutomaticTransformInitialization: ['false'],
  Interpolator: ['LinearInterpolator'],
  ResampleInterpolator: ['FinalLinearInterpolator'],
  Resampler: ['DefaultResampler'],
  ResultImageFormat: ['nii'],
  ResultImagePixelType: ['float'],
  WriteResultImage: ['false'],
  FixedImagePyramid: ['FixedSmoothingImagePyramid'],
  MovingImagePyramid: ['MovingSmoothingImagePyramid'],
  NumberOfResolutions: ['3'],
  MaximumNumberOfIterations: ['100'],
  ImageSampler: ['RandomCoordinate'],
  NewSamplesEveryIteration: ['true'],
  NumberOfSpatialSamples: ['2048'],
  // A scan may reach beyond the planning CT.
  RequiredRatioOfValidSamples: ['0.1'],
  RandomSeed: ['1'],
};

/**
 * What elastix (Klein et al., IEEE TMI 29, 2010; WebAssembly build of itk-wasm) makes of the same two volumes: rigid, by
 * mutual information, on the 4 mm level. The scan plays elastix's fixed image, so that every sample lies in what
 * was scanned; what elastix calls the transform then goes from the scan to the planning CT.
 * Runs in the calling thread and holds it for some seconds.
 * @param startMovingToFixed from the scan's patient coordinates to the planning CT's, where it begins
 * @returns the answer from the scan to the planning CT, or null where elastix found none
 * Throws SparrowError 'positioning/not-rigid' for the start, and the signal's reason.
 */
export async function elastixOpinion(
  fixed: PreparedVolume,
  moving: PreparedVolume,
  startMovingToFixed: Matrix,
  signal?: AbortSignal,
): Promise<{ program: string; matrix: Matrix } | null> {
  requireRigid(startMovingToFixed);
  signal?.throwIfAborted();
  const scan = withinField(moving);
  const geometry = movedGeometry(scan.geometry, startMovingToFixed);
  const found = await transformBetween(
    imageOf({ ...scan, geometry }),
    imageOf(fixed.levels[1]),
  ).catch(() => null);
  signal?.throwIfAborted();
  if (found === null) return null;
  return { program: 'elastix', matrix: multiply(found, startMovingToFixed) };
}

async function transformBetween(from: ElastixImage, to: ElastixImage): Promise<Matrix | null> {
  const { elastixNode } = await import('@itk-wasm/elastix');
  const { transformParameterObject } = await elastixNode([parameters], { fixed: from, moving: to });
  const last = (transformParameterObject as unknown as Record<string, string[]>[]).at(-1);
  return last === undefined ? null : eulerMatrix(last);
}

/** elastix's EulerTransform: p goes to Rz Rx Ry (p - centre) + centre + shift, radians and LPS millimetres. */
function eulerMatrix(transform: Readonly<Record<string, readonly string[]>>): Matrix | null {
  const [x, y, z, ...shift] = (transform['TransformParameters'] ?? []).map(Number);
  const centre = (transform['CenterOfRotationPoint'] ?? []).map(Number);
  const numbers = [x, y, z, ...shift, ...centre];
  if (transform['Transform']?.[0] !== 'EulerTransform') return null;
  if (numbers.length !== 9 || !numbers.every(Number.isFinite)) return null;
  const turns = [rotationBy([0, 0, z!]), rotationBy([x!, 0, 0]), rotationBy([0, y!, 0])] as const;
  return matrixOf({
    pivotMm: centre as unknown as LpsPoint,
    rotation: product(product(turns[0], turns[1]), turns[2]),
    shiftMm: shift as unknown as LpsPoint,
  });
}

/** The scan cut to the square within its circle: what was not measured would pull as air does. */
function withinField({ levels, field }: PreparedVolume): Level {
  const level = levels[1];
  const { dims, spacingMm } = level.geometry;
  if (field.radiusMm === null) return level;
  const half = field.radiusMm / Math.SQRT2;
  const span = ([0, 1] as const).map((axis) => {
    const middle = (dims[axis] - 1) / 2;
    const reach = half / spacingMm[axis];
    return {
      from: Math.max(0, Math.ceil(middle - reach)),
      to: Math.min(dims[axis] - 1, Math.floor(middle + reach)),
    };
  });
  const [columns, rows] = span as [(typeof span)[number], (typeof span)[number]];
  const size = [columns.to - columns.from + 1, rows.to - rows.from + 1, dims[2]] as const;
  const values = new Float32Array(size[0] * size[1] * size[2]);
  for (let k = 0, n = 0; k < size[2]; k++) {
    for (let j = rows.from; j <= rows.to; j++, n += size[0]) {
      const row = dims[0] * (j + dims[1] * k);
      values.set(level.values.subarray(row + columns.from, row + columns.to + 1), n);
    }
  }
  const originMm = voxelToPatient(level.geometry, [columns.from, rows.from, 0]);
  return { values, geometry: { ...level.geometry, dims: size, originMm } };
}

function imageOf({ geometry, values }: Level): ElastixImage {
  const { axes, originMm, spacingMm, dims } = geometry;
  return {
    imageType: { dimension: 3, componentType: 'float32', pixelType: 'Scalar', components: 1 },
    name: 'image',
    origin: [...originMm],
    spacing: [...spacingMm],
    // Row by row; each column is an axis.
    direction: Float64Array.from([0, 1, 2].flatMap((c) => axes.map((axis) => axis[c]!))),
    size: [...dims],
    metadata: new Map(),
    data: values,
  };
}
