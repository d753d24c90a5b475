/**
 * Prints how well the implicit surface and linear signed distances find a heart whose shape is known,
 * from slices some mm apart. Run: node models/dmcvr/implicit/testing/compare-hearts.ts [gaps, mm ...]
 */
import { meshVolumeMl } from '../../../../studies/cardiac/surfaces/mesh.ts';
import {
  analyticHeart,
  maskPlane,
  shortAxis,
  type PlaneAt,
} from '../../../../studies/cardiac/testing/analytic-heart.ts';
import type { MaskPlane } from '../../../../studies/cardiac/function/mask-planes.ts';
import { voxelToPatient } from '../../../../studies/volume/geometry.ts';
import type { LabelledPlane } from '../contour-samples.ts';
import { disagreement } from '../disagreement.ts';
import { fitImplicit } from '../fit-implicit.ts';
import { fieldMesh } from '../field-mesh.ts';
import { linearDistances } from './linear-distances.ts';
import { range } from './solids.ts';

const heart = analyticHeart();
const [lvCavity, lvMyocardium, rvCavity] = [1, 2, 3];
const structures: Record<string, readonly number[]> = {
  'LV cavity': [lvCavity],
  epicardium: [lvCavity, lvMyocardium],
  'RV cavity': [rvCavity],
};

function labelled({ plane, labels }: MaskPlane): LabelledPlane {
  return { plane, labels: labels(0)! };
}

function longAxis(): LabelledPlane[] {
  const over = { centre: [0, 0, 35], down: [0, 0, 1], dims: [150, 130] } as const;
  const planes: PlaneAt[] = [
    { ...over, view: '4ch', right: [1, 0, 0] },
    { ...over, view: '2ch', right: [0, 1, 0] },
  ];
  return planes.map((at) => labelled(maskPlane(heart, at, at.view)));
}

/** Truth: the heart's own labels 0.7 mm apart, as linear signed distances at the grid's points. */
function truthOf(inside: (label: number) => boolean) {
  const fine = shortAxis(heart, range(-20.2, 110, 0.7), {
    spacingMm: [0.7, 0.7],
    dims: [200, 150],
  });
  return linearDistances(fine.map(labelled), inside);
}

async function compare(gapMm: number, name: string): Promise<void> {
  const classes = structures[name]!;
  const inside = (label: number) => classes.includes(label);
  const stack = shortAxis(heart, range(gapMm * 0.3 - gapMm, 115, gapMm)).map(labelled);
  const linear = linearDistances(stack, inside);
  const truth = truthOf(inside);
  const ways: [string, LabelledPlane[]][] = [
    ['implicit, short axis', stack],
    ['implicit, with 4ch and 2ch', [...stack, ...longAxis()]],
  ];
  let told = false;
  for (const [way, planes] of ways) {
    const before = process.cpuUsage();
    const found = (await fitImplicit(planes, { inside }))!;
    const seconds = process.cpuUsage(before).user / 1e6;
    const on = (f: ReturnType<typeof linearDistances>) => {
      const [nx, ny] = found.grid.dims;
      return found.field.map((_, at) => {
        const index = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))] as const;
        return f(voxelToPatient(found.grid, index));
      });
    };
    const wanted = on(truth);
    if (!told) row(gapMm, name, 'linear distances', on(linear), null);
    told = true;
    row(gapMm, name, way, found.field, seconds);

    function row(gap: number, of: string, by: string, field: Float32Array, s: number | null) {
      const truly = fieldMesh(wanted, found.grid);
      const mesh = fieldMesh(field, found.grid);
      const apart = disagreement(mesh, truly)!;
      const both = field.reduce((n, mm, at) => n + Number(mm > 0 && wanted[at]! > 0), 0);
      const each = field.reduce((n, mm, at) => n + Number(mm > 0) + Number(wanted[at]! > 0), 0);
      const ml = meshVolumeMl(truly);
      const cells = [
        `${gap}`,
        of,
        by,
        ((2 * both) / each).toFixed(4),
        ((100 * apart.volumeMl) / ml).toFixed(1),
        apart.there.meanMm.toFixed(2),
        apart.back.p95Mm.toFixed(2),
        s === null ? '' : s.toFixed(1),
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  }
}

const asked = process.argv.slice(2).map(Number);
console.log('| gap, mm | structure | way | Dice | volume, % | mean, mm | 95th, mm | CPU s |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const gap of asked.length > 0 ? asked : [8, 10, 12, 16])
  for (const name of Object.keys(structures)) await compare(gap, name);
