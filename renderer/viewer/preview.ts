import type { Preview } from '../../electron/engine/contract/preview.ts';
import { flatGeometry } from './projection-picture.ts';
import type { VolumeGeometry } from '../../studies/volume/geometry.ts';
import { planeKinds, type PlaneKind } from './planes.ts';
import type { Slice } from './slice.ts';

export type { Preview };

const headerFloats = 8;

/** The preview in a response's body (electron/engine/contract/preview.ts); null when it is empty. */
export function decodePreview(body: ArrayBuffer): Preview | null {
  if (body.byteLength < headerFloats * 4) return null;
  const header = new Float32Array(body, 0, headerFloats);
  const [nx, ny, nz, sx, sy, sz, fraction] = header as unknown as number[] & { length: 8 };
  const dims = [nx!, ny!, nz!] as const;
  let at = headerFloats * 4;
  const next = (pixels: number) => {
    const values = new Int16Array(body, at, pixels);
    at += values.byteLength;
    return values;
  };
  return {
    dims,
    spacingMm: [sx!, sy!, sz!],
    fraction: fraction!,
    axial: next(dims[0] * dims[1]),
    coronal: next(dims[0] * dims[2]),
    sagittal: next(dims[1] * dims[2]),
  };
}

export interface PreviewPlane {
  readonly kind: PlaneKind;
  readonly picture: Slice;
  readonly geometry: VolumeGeometry;
}

/** The three planes as they are looked at: front and head up. */
export function previewPlanes(preview: Preview): PreviewPlane[] {
  const { dims, spacingMm } = preview;
  const axes = { axial: [0, 1], coronal: [0, 2], sagittal: [1, 2] } as const;
  return planeKinds.map((kind) => {
    const [across, down] = axes[kind];
    const columns = dims[across];
    const rows = dims[down];
    const stored = preview[kind];
    // Stored feet to head where rows run along z.
    const values = kind === 'axial' ? stored : upsideDown(stored, columns, rows);
    return {
      kind,
      picture: { columns, rows, values, slope: 1, intercept: 0, colours: null },
      geometry: flatGeometry(columns, rows, [spacingMm[across], spacingMm[down]]),
    };
  });
}

function upsideDown(values: Int16Array, columns: number, rows: number): Int16Array {
  const turned = new Int16Array(values.length);
  for (let row = 0; row < rows; row++) {
    turned.set(values.subarray(row * columns, (row + 1) * columns), (rows - 1 - row) * columns);
  }
  return turned;
}
