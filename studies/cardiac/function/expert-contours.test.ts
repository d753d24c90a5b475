import { describe, expect, test } from 'vitest';
import {
  expertContours,
  gapMm,
  sunnybrookPlanes,
  type SunnybrookCase,
} from '../../../test/fixtures/sunnybrook.ts';
import { heartClass } from '../contours/classes.ts';
import { fillPolygon } from '../contours/fill-polygon.ts';
import { polygonArea } from '../contours/polygon.ts';
import { obliqueFrame } from '../testing/analytic-heart.ts';
import { maskMeasures } from './mask-measures.ts';
import type { MaskPlane } from './mask-planes.ts';

/** Volumes by area of the experts' outlines x slice step. */
const published = {
  SCD0000101: { edv: 191.3, esv: 141.3, ef: 26.2, massG: 117, edPhase: 18, esPhase: 7 },
  SCD0000201: { edv: 241.9, esv: 180.3, ef: 25.5, massG: 142, edPhase: 19, esPhase: 6 },
} as const;

/** The experts drew end-diastole and end-systole: a slice without outlines there shows no ventricle. */
function drawnPlanes(which: SunnybrookCase): MaskPlane[] | null {
  const contours = expertContours(which);
  const planes = sunnybrookPlanes(which);
  if (contours === null || planes === null) return null;
  const drawnPhases = new Set(contours.map(({ phase }) => phase));
  return planes.map((plane) => ({
    plane,
    labels: (phase) => {
      if (!drawnPhases.has(phase)) return null;
      const labels = new Uint8Array(plane.dims[0] * plane.dims[1]);
      for (const line of contours) {
        if (line.slice !== plane.slice || line.phase !== phase) continue;
        const { lvMyocardium, lvCavity } = heartClass;
        if (line.epicardium) fillPolygon(labels, plane.dims, line.epicardium, lvMyocardium);
        fillPolygon(labels, plane.dims, line.endocardium, lvCavity);
      }
      return labels;
    },
  }));
}

for (const which of ['SCD0000101', 'SCD0000201'] as const) {
  const planes = drawnPlanes(which);
  const title = planes ? which : `${which} (skipped: no real data at ../shared/data)`;
  describe.skipIf(planes === null)(title, () => {
    const truth = published[which];
    const measured = () =>
      maskMeasures({
        planes: planes!,
        frame: obliqueFrame(),
        phases: 20,
        heartRate: null,
        papillary: 'in-volume',
        basalRule: false,
      });

    test('volumes of the experts within 3 %, EF within a point, by the plain rule', () => {
      const { measures, edPhase, esPhase } = measured();
      expect(Math.abs(measures.lvEdvMl!.value / truth.edv - 1)).toBeLessThan(0.03);
      expect(Math.abs(measures.lvEsvMl!.value / truth.esv - 1)).toBeLessThan(0.03);
      expect(Math.abs(measures.lvEfPct!.value - truth.ef)).toBeLessThan(1);
      expect([edPhase, esPhase]).toEqual([truth.edPhase, truth.esPhase]);
    });

    test('mass at end-diastole within 3 %', () => {
      expect(Math.abs(measured().measures.lvMassG!.value / truth.massG - 1)).toBeLessThan(0.03);
    });

    test('the interval holds the outlines’ own area times the step', () => {
      const contours = expertContours(which)!;
      const all = sunnybrookPlanes(which)!;
      const step = gapMm(all[0]!, all[1]!);
      const [dx, dy] = all[0]!.spacingMm;
      const ml = contours
        .filter(({ phase }) => phase === truth.edPhase)
        .reduce(
          (sum, { endocardium }) => sum + (polygonArea(endocardium) * dx * dy * step) / 1000,
          0,
        );
      const { low, high } = measured().measures.lvEdvMl!;
      expect(low).toBeLessThan(ml);
      expect(high).toBeGreaterThan(ml);
    });
  });
}
