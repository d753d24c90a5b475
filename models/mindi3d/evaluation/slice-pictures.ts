import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { picture, type GreyWindow } from '../../../studies/report/pictures.ts';
import type { VolumeGeometry } from '../../../studies/volume/geometry.ts';
import type { LesionPictures, LesionRow } from './lesion-check.ts';
import type { Row } from './rows.ts';
import type { ScannedCase } from './scanned-case.ts';

export const picturesFolder = 'pictures';

const softTissue: GreyWindow = { centre: 40, width: 500 };
const lung: GreyWindow = { centre: -500, width: 1400 };

/** File name of a picture from its words: letters, digits and dashes. */
export function pictureName(...words: (string | number)[]): string {
  return `${words.join('-').replace(/[^A-Za-z0-9]+/g, '-')}.png`;
}

function sliceOf(hu: Int16Array, geometry: VolumeGeometry, slice: number, window: GreyWindow) {
  const grid = {
    geometry,
    phases: 1,
    voxelType: 'int16' as const,
    voxels: hu,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    unit: 'HU' as const,
  };
  return picture(grid, { plane: 'axial', slice }, window).png;
}

/** Writes the PNG files of an evaluation under `outDir`. */
export class SlicePictures {
  readonly #folder: string;

  constructor(outDir: string) {
    this.#folder = join(outDir, picturesFolder);
  }

  /** The middle slice of what a method made, and once of the reference. */
  async volume(row: Row, hu: Int16Array, { dense }: ScannedCase): Promise<void> {
    const { geometry } = dense;
    const middle = Math.floor(geometry.dims[2] / 2);
    const { case: id, views, method } = row;
    await this.#write(pictureName(id, 'dense'), sliceOf(dense.hu, geometry, middle, softTissue));
    await this.#write(pictureName(id, views, method), sliceOf(hu, geometry, middle, softTissue));
  }

  /** The worst lesion of 8 mm or more, and the worst blob of the lesion-free picture. */
  async lesions(pictures: LesionPictures): Promise<void> {
    const { case: id, method, scanned, sparseHu, restoredHu, controlHu, controlDenseHu } = pictures;
    const { geometry, hu: denseHu } = scanned.dense;
    const worst = worstLesion(pictures.rows);
    if (worst !== null) {
      const slice = Math.round((worst.centreMm[2] - geometry.originMm[2]) / geometry.spacingMm[2]);
      const window = windowAt(controlDenseHu, geometry, worst);
      for (const [name, hu] of [
        ['dense', denseHu],
        ['sparse', sparseHu],
        ['restored', restoredHu],
        ['without', controlHu],
      ] as const) {
        const file = pictureName('lesion', id, method, name);
        await this.#write(file, sliceOf(hu, geometry, slice, window));
      }
    }
    const blob = pictures.control.worst[0];
    if (blob === undefined) return;
    const slice = Math.floor(blob.voxel / (geometry.dims[0] * geometry.dims[1]));
    for (const [name, hu] of [
      ['dense', controlDenseHu],
      ['restored', controlHu],
    ] as const) {
      const file = pictureName('blob', id, method, name);
      await this.#write(file, sliceOf(hu, geometry, slice, softTissue));
    }
  }

  async #write(name: string, png: Buffer): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await writeFile(join(this.#folder, name), png);
  }
}

/** Least contrast recovery among lesions of 8 mm or more. */
export function worstLesion(rows: readonly LesionRow[]): LesionRow | null {
  const large = rows.filter(({ diameterMm }) => diameterMm >= 8);
  return large.reduce<LesionRow | null>(
    (worst, row) => (worst === null || row.recovery < worst.recovery ? row : worst),
    null,
  );
}

function windowAt(hu: Int16Array, geometry: VolumeGeometry, { centreMm }: LesionRow): GreyWindow {
  const [i, j, k] = centreMm.map((mm, axis) =>
    Math.round((mm - geometry.originMm[axis]!) / geometry.spacingMm[axis]!),
  );
  const here = hu[(k! * geometry.dims[1] + j!) * geometry.dims[0] + i!]!;
  return here < -400 ? lung : softTissue;
}
