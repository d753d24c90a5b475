/**
 * What GET /api/jobs/:id/preview answers, shared by the engine that writes it and the page that
 * shows it. Little-endian: eight float32 (dims x, y, z; spacing x, y, z in mm; the share of the job
 * that was done, 0 to 1; a spare 0), then whole Hounsfield units as int16, one slice after another.
 * No bytes at all while there is nothing to show.
 */
export interface Preview {
  readonly dims: readonly [x: number, y: number, z: number];
  readonly spacingMm: readonly [x: number, y: number, z: number];
  readonly fraction: number;
  /** Middle slices. Axial: rows of x, front to back. */
  readonly axial: Int16Array;
  /** Rows of x, feet to head. */
  readonly coronal: Int16Array;
  /** Rows of y, feet to head. */
  readonly sagittal: Int16Array;
}

const headerFloats = 8;

export function encodePreview(preview: Preview): Uint8Array<ArrayBuffer> {
  const slices = [preview.axial, preview.coronal, preview.sagittal];
  const pixels = slices.reduce((sum, slice) => sum + slice.length, 0);
  const bytes = new ArrayBuffer(headerFloats * 4 + pixels * 2);
  const { dims, spacingMm, fraction } = preview;
  new Float32Array(bytes, 0, headerFloats).set([...dims, ...spacingMm, fraction, 0]);
  let at = headerFloats * 4;
  for (const slice of slices) {
    new Int16Array(bytes, at, slice.length).set(slice);
    at += slice.byteLength;
  }
  return new Uint8Array(bytes);
}

/** The preview in a response's body; null where there is none yet. */
export function decodePreview(body: ArrayBuffer): Preview | null {
  if (body.byteLength === 0) return null;
  const [nx = 0, ny = 0, nz = 0, sx = 1, sy = 1, sz = 1, fraction = 0] = new Float32Array(
    body,
    0,
    headerFloats,
  );
  const slice = (after: number, pixels: number) =>
    new Int16Array(body, headerFloats * 4 + 2 * after, pixels);
  return {
    dims: [nx, ny, nz],
    spacingMm: [sx, sy, sz],
    fraction,
    axial: slice(0, nx * ny),
    coronal: slice(nx * ny, nx * nz),
    sagittal: slice(nx * ny + nx * nz, ny * nz),
  };
}
