import vtkPiecewiseFunction from '@kitware/vtk.js/Common/DataModel/PiecewiseFunction';
import vtkColorTransferFunction from '@kitware/vtk.js/Rendering/Core/ColorTransferFunction';
import type { WindowLevel } from '../window-level.ts';

export type VolumeStyle = 'mip' | 'bone' | 'soft';

type ColourPoint = readonly [value: number, red: number, green: number, blue: number];
type OpacityPoint = readonly [value: number, opacity: number];

interface Transfer {
  readonly colours: readonly ColourPoint[];
  readonly opacities: readonly OpacityPoint[];
}

const bone: Transfer = {
  colours: [
    [100, 0.45, 0.22, 0.16],
    [250, 0.82, 0.62, 0.45],
    [600, 0.97, 0.92, 0.82],
    [1500, 1, 1, 1],
  ],
  opacities: [
    [120, 0],
    [260, 0.12],
    [700, 0.5],
    [1500, 0.85],
  ],
};

const soft: Transfer = {
  colours: [
    [-200, 0.55, 0.25, 0.18],
    [0, 0.78, 0.48, 0.36],
    [80, 0.88, 0.6, 0.5],
    [300, 0.98, 0.93, 0.85],
    [1200, 1, 1, 1],
  ],
  opacities: [
    [-250, 0],
    [-60, 0.02],
    [60, 0.1],
    [300, 0.4],
    [1200, 0.8],
  ],
};

/** Maximum intensity over a window: opaque everywhere, so only the grey counts. */
function mip({ centre, width }: WindowLevel): Transfer {
  const low = centre - width / 2;
  const high = centre + width / 2;
  return {
    colours: [
      [low, 0, 0, 0],
      [high, 1, 1, 1],
    ],
    opacities: [
      [low, 1],
      [high, 1],
    ],
  };
}

/** Without HU there are no tissues to name: faint below the middle of the window, dense above. */
function signalBody({ centre, width }: WindowLevel): Transfer {
  const low = centre - width / 2;
  const high = centre + width / 2;
  return {
    colours: [
      [low, 0.3, 0.2, 0.2],
      [high, 1, 0.95, 0.9],
    ],
    opacities: [
      [low + width * 0.15, 0],
      [centre, 0.08],
      [high, 0.5],
    ],
  };
}

export function transferFunctions(style: VolumeStyle, hounsfield: boolean, range: WindowLevel) {
  const wanted =
    style === 'mip'
      ? mip(hounsfield ? { centre: 400, width: 1200 } : range)
      : !hounsfield
        ? signalBody(range)
        : style === 'bone'
          ? bone
          : soft;
  const colours = vtkColorTransferFunction.newInstance();
  for (const point of wanted.colours) colours.addRGBPoint(...point);
  const opacities = vtkPiecewiseFunction.newInstance();
  for (const point of wanted.opacities) opacities.addPoint(...point);
  return { colours, opacities };
}
