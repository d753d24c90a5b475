import { viewOf, type Projections } from '../../tomography/projections.ts';

/**
 * The line integrals as an unpacked float32 MetaImage stack (.mha) in RTK's order: columns, rows
 * (feet first), views; the detector's middle is the origin of each picture. Comes in pieces, the
 * header and then one view each, so that a large scan need not be held twice.
 */
export function* projectionStackPieces(projections: Projections): Generator<Uint8Array> {
  const { detectorColumns: columns, detectorRows: rows, pixelMm, anglesDeg } = projections.geometry;
  const header = [
    'ObjectType = Image',
    'NDims = 3',
    'BinaryData = True',
    'BinaryDataByteOrderMSB = False',
    'CompressedData = False',
    'TransformMatrix = 1 0 0 0 1 0 0 0 1',
    `Offset = ${-((columns - 1) / 2) * pixelMm[0]} ${-((rows - 1) / 2) * pixelMm[1]} 0`,
    'CenterOfRotation = 0 0 0',
    `ElementSpacing = ${pixelMm[0]} ${pixelMm[1]} 1`,
    `DimSize = ${columns} ${rows} ${anglesDeg.length}`,
    'ElementType = MET_FLOAT',
    'ElementDataFile = LOCAL',
    '',
  ];
  yield new TextEncoder().encode(header.join('\n'));
  for (let view = 0; view < anglesDeg.length; view++) {
    const from = viewOf(projections, view);
    const picture = new Float32Array(columns * rows);
    for (let u = 0; u < columns; u++) {
      for (let v = 0; v < rows; v++) picture[v * columns + u] = from[u * rows + v]!;
    }
    yield new Uint8Array(picture.buffer);
  }
}

/** The whole stack in one piece. */
export function projectionStackBytes(projections: Projections): Uint8Array {
  return Buffer.concat([...projectionStackPieces(projections)]);
}
