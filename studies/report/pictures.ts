import { PNG } from 'pngjs';
import type { LpsPoint } from '../volume/geometry.ts';
import { extractPlane, type PlaneImage, type PlaneName } from '../volume/plane.ts';
import { drawPlane } from '../volume/plane-picture.ts';
import { phaseVoxels } from '../volume/values.ts';
import type { VoxelGrid } from '../volume/volume.ts';

export interface GreyWindow {
  readonly centre: number;
  readonly width: number;
}

export interface Picture {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
  readonly letters: {
    readonly left: string;
    readonly right: string;
    readonly top: string;
    readonly bottom: string;
  };
}

/** Pixels of the longer side: sharp at 60 mm on paper. */
const PIXELS = 480;

export function picture(
  grid: VoxelGrid,
  place: { plane: PlaneName; phase?: number; slice?: number; throughMm?: LpsPoint },
  window: GreyWindow,
  colour?: (value: number) => readonly [number, number, number],
): Picture {
  const { phase = 0, ...request } = place;
  return planePicture(extractPlane(grid, phase, request), window, colour);
}

/** A plane that has been cut out already, or a part of one. */
export function planePicture(
  plane: PlaneImage,
  window: GreyWindow,
  colour?: (value: number) => readonly [number, number, number],
): Picture {
  const { width, height, rgb } = drawPlane(
    plane,
    { width: PIXELS, height: PIXELS },
    window,
    colour,
  );
  return { png: encode(width, height, rgb), width, height, letters: plane.letters };
}

/** Output minus input as a grid of its own. Both must lie on one grid. */
export function differenceGrid(input: VoxelGrid, output: VoxelGrid): VoxelGrid {
  const a = phaseVoxels(input, 0);
  const b = phaseVoxels(output, 0);
  const voxels = new Float32Array(a.length);
  for (let n = 0; n < a.length; n++) {
    const before = (a[n] as number) * input.rescaleSlope + input.rescaleIntercept;
    voxels[n] = (b[n] as number) * output.rescaleSlope + output.rescaleIntercept - before;
  }
  return {
    ...input,
    phases: 1,
    voxelType: 'float32',
    voxels,
    rescaleSlope: 1,
    rescaleIntercept: 0,
  };
}

/** White at zero, blue below, orange above: what changed stands out on paper, also for the colour-blind. */
export function differenceColour(
  limit: number,
): (value: number) => readonly [number, number, number] {
  const blue = [33, 91, 166] as const;
  const orange = [196, 84, 13] as const;
  return (value) => {
    const t = Math.min(1, Math.abs(value) / limit);
    const end = value < 0 ? blue : orange;
    const mix = (c: 0 | 1 | 2) => Math.round(255 + (end[c] - 255) * t);
    return [mix(0), mix(1), mix(2)];
  };
}

/** The colours of a difference map as a strip, lowest left. */
export function colourBar(limit: number): Picture {
  const width = 256;
  const height = 8;
  const rgb = new Uint8Array(width * height * 3);
  const colour = differenceColour(limit);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rgb.set(colour(((x + 0.5) / width - 0.5) * 2 * limit), (y * width + x) * 3);
  return {
    png: encode(width, height, rgb),
    width,
    height,
    letters: { left: '', right: '', top: '', bottom: '' },
  };
}

/** Pixels that are coloured already. */
export function colourPicture(
  { width, height, rgb }: { width: number; height: number; rgb: Uint8Array },
  letters: Picture['letters'],
): Picture {
  return { png: encode(width, height, rgb), width, height, letters };
}

function encode(width: number, height: number, rgb: Uint8Array): Buffer {
  const png = new PNG({ width, height, colorType: 2 });
  for (let n = 0; n < width * height; n++) {
    for (let c = 0; c < 3; c++) png.data[4 * n + c] = rgb[3 * n + c] as number;
    png.data[4 * n + 3] = 255;
  }
  return PNG.sync.write(png, { colorType: 2 });
}
