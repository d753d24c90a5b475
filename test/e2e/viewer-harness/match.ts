import { defineComponent, h, ref, type PropType } from 'vue';
import MatchPanes from '../../../renderer/components/positioning/MatchPanes.vue';
import type { RegionBox } from '../../../renderer/viewer/match-view/region-box.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { applied, matrixOf, rotationBy } from '../../../studies/positioning/registration/pose.ts';
import type { LpsPoint, VolumeGeometry } from '../../../studies/volume/geometry.ts';
import { acquisitions, centredGrid, makeByIndex, type Made } from './phantom.ts';

/** Brings the scan onto the planning CT. */
const matched = matrixOf({
  pivotMm: [0, 20, 0],
  rotation: rotationBy([0.02, -0.03, 0.05]),
  shiftMm: [7, -5, 9],
});
const unmatched = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** The middle of a lump in the left lung. */
const lumpMm: LpsPoint = [68, 6, 12];

/** A made-up chest, HU: body, two lungs, vertebrae, ribs, heart and the lump. */
function chestHu([x, y, z]: LpsPoint): number {
  const body = (x / 165) ** 2 + (y / 105) ** 2;
  if (body > 1) return -1000;
  const inside = (cx: number, cy: number, cz: number, a: number, b: number, c: number) =>
    ((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 + ((z - cz) / c) ** 2 < 1;
  if (Math.hypot(x, y - 62) < 17) return Math.abs(((z + 600) % 26) - 13) < 10 ? 520 : 90;
  if (Math.hypot(x, y - 82) < 6) return 380;
  const shell = (x / 138) ** 2 + (y / 84) ** 2;
  if (shell > 0.9 && shell < 1.06 && (z + 600 + Math.abs(y) * 0.4) % 30 < 9) return 640;
  if (inside(...lumpMm, 16, 16, 16)) return 60;
  if (inside(22, -24, -20, 48, 42, 55)) return 45;
  if (inside(-72, -4, 10, 52, 68, 120) || inside(76, -4, 10, 50, 66, 120)) {
    return -840 + 60 * Math.sin(x / 7) * Math.sin(y / 9) * Math.sin(z / 8);
  }
  return body > 0.86 ? -95 : 25;
}

/** Planning CT and scan; the scan is noisy, and nothing beyond its round field of view. */
export function matchPair(large: boolean): { fixed: Made; moving: Made } {
  const upright = acquisitions['axial']!;
  const ct = centredGrid(upright, [256, 256, 138], [1.5, 1.5, 2]);
  const cbct = centredGrid(upright, [192, 192, 90], [1.8, 1.8, 2]);
  const { originMm: o, spacingMm: s } = cbct;
  const look = { windowCentre: 40, windowWidth: 500 };
  const pair = {
    fixed: makeByIndex(
      'match-ct',
      ct,
      (i, j, k) => {
        const { originMm, spacingMm } = ct;
        return chestHu([
          originMm[0] + i * spacingMm[0],
          originMm[1] + j * spacingMm[1],
          originMm[2] + k * spacingMm[2],
        ]);
      },
      look,
    ),
    moving: makeByIndex(
      'match-cbct',
      cbct,
      (i, j, k) => {
        const [x, y] = [o[0] + i * s[0], o[1] + j * s[1]];
        if (Math.hypot(x, y) > 165) return -1024;
        const noise = ((i * 73 + j * 151 + k * 37) % 61) - 30;
        return Math.max(-1024, chestHu(applied(matched, [x, y, o[2] + k * s[2]])) + noise);
      },
      { ...look, kind: 'cbct' },
    ),
  };
  return large ? { fixed: doubled(pair.fixed), moving: doubled(pair.moving) } : pair;
}

/** Each voxel eight times, half as far apart: 512 x 512 x 276 of the planning CT. */
function doubled({ record, samples }: Made): Made {
  const [ni, nj, nk] = record.dims;
  const [si, sj, sk] = record.spacingMm;
  const large = new Int16Array(samples.length * 8);
  for (let n = 0, k = 0; k < 2 * nk; k++) {
    for (let j = 0; j < 2 * nj; j++) {
      const line = ((k >> 1) * nj + (j >> 1)) * ni;
      for (let i = 0; i < 2 * ni; i++) large[n++] = samples[line + (i >> 1)]!;
    }
  }
  const [x, y, z] = record.originMm;
  return {
    record: {
      ...record,
      dims: [2 * ni, 2 * nj, 2 * nk],
      spacingMm: [si / 2, sj / 2, sk / 2],
      originMm: [x - si / 4, y - sj / 4, z - sk / 4],
    },
    samples: large,
  };
}

/** What the engine would answer about GTV and PTV: spheres about the lump. */
export function matchOutlines(url: URL, geometry: VolumeGeometry): Response {
  const plane = url.searchParams.get('plane');
  const across = plane === 'axial' ? 2 : plane === 'coronal' ? 1 : 0;
  const index = Number(url.searchParams.get('index'));
  const depth = geometry.originMm[across] + index * geometry.spacingMm[across] - lumpMm[across];
  const circle = (radiusMm: number) => {
    const radius = Math.sqrt(Math.max(0, radiusMm ** 2 - depth ** 2));
    return Array.from({ length: radius > 0 ? 72 : 0 }, (_, n) => {
      const [c, s] = [radius * Math.cos((n * Math.PI) / 36), radius * Math.sin((n * Math.PI) / 36)];
      const by = across === 2 ? [c, s, depth] : across === 1 ? [c, depth, s] : [depth, c, s];
      return by.map((mm, axis) => mm + lumpMm[axis]!);
    });
  };
  const structures = [circle(16), circle(24)]
    .map((points, n) => ({ number: n + 1, outlines: [{ closed: true, points }] }))
    .filter(({ outlines }) => outlines[0]!.points.length > 0);
  return Response.json({ plane: { pointMm: [0, 0, 0], normal: [0, 0, 1] }, structures });
}

/** The panes as the positioning screen holds them. */
export const MatchHarness = defineComponent({
  props: {
    fixed: { type: Object as PropType<VolumeRecord>, required: true },
    moving: { type: Object as PropType<VolumeRecord>, required: true },
    boxed: Boolean,
  },
  setup(props, { expose }) {
    const matrix = ref<readonly number[]>(matched);
    const region: RegionBox = { minMm: [20, -40, -40], maxMm: [116, 50, 60] };
    const box = ref<RegionBox | null>(props.boxed ? region : null);
    const panes = ref<{ captureView: () => Promise<Blob> } | null>(null);
    expose({ captureView: () => panes.value!.captureView() });
    return () =>
      h(MatchPanes, {
        ref: panes,
        fixed: props.fixed,
        moving: props.moving,
        matrix: matrix.value,
        'onUpdate:matrix': (next: readonly number[]) => (matrix.value = next),
        box: box.value,
        'onUpdate:box': (next: RegionBox | null) => (box.value = next),
        beforeMatrix: unmatched,
        isocentreMm: lumpMm,
        structureSetId: 'set',
        structures: [
          { number: 1, name: 'GTV', colour: [255, 80, 80] },
          { number: 2, name: 'PTV', colour: [255, 200, 60] },
        ],
      });
  },
});
