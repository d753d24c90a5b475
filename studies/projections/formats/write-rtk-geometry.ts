import type { CircularGeometry } from '../../tomography/circular-geometry.ts';
import type { OrbitView } from './orbit.ts';
import { isocentreComment } from './rtk-geometry.ts';
import { rtkMatrix } from './rtk-matrix.ts';

/**
 * The geometry as RTK's XML (version 3), matrices included. Numbers are written in full, so that
 * reading it back gives the same geometry bit for bit. Goes with `projectionStackBytes`, whose
 * detector is centred: the panel's shifts are all in ProjectionOffset.
 */
export function rtkGeometryXml(geometry: CircularGeometry): string {
  const views = geometry.anglesDeg.map((angleDeg, n): OrbitView => ({
    angleDeg,
    sourceAxisMm: geometry.sourceAxisMm,
    sourceDetectorMm: geometry.sourceDetectorMm,
    detectorOffsetMm: geometry.detectorOffsetsMm?.[n] ?? [0, 0],
    sourceOffsetMm: geometry.sourceOffsetsMm?.[n] ?? [0, 0],
  }));
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE RTKGEOMETRY>',
    `<!-- ${isocentreComment} ${geometry.isocentreMm.join(' ')} -->`,
    '<RTKThreeDCircularGeometry version="3">',
    `  <SourceToIsocenterDistance>${geometry.sourceAxisMm}</SourceToIsocenterDistance>`,
    `  <SourceToDetectorDistance>${geometry.sourceDetectorMm}</SourceToDetectorDistance>`,
    ...views.flatMap(viewLines),
    '</RTKThreeDCircularGeometry>',
    '',
  ];
  return lines.join('\n');
}

function viewLines(view: OrbitView): string[] {
  const matrix = rtkMatrix(view);
  const row = (n: number) => `      ${matrix.slice(4 * n, 4 * n + 4).join(' ')}`;
  const field = (name: string, value: number) => `    <${name}>${value}</${name}>`;
  return [
    '  <Projection>',
    field('GantryAngle', view.angleDeg),
    field('ProjectionOffsetX', view.detectorOffsetMm[0]),
    field('ProjectionOffsetY', view.detectorOffsetMm[1]),
    field('SourceOffsetX', view.sourceOffsetMm[0]),
    field('SourceOffsetY', view.sourceOffsetMm[1]),
    '    <Matrix>',
    row(0),
    row(1),
    row(2),
    '    </Matrix>',
    '  </Projection>',
  ];
}
