import type { CineCandidate } from '../../studies/cardiac/planes/candidate.ts';
import { heartClass } from '../../studies/cardiac/contours/classes.ts';
import { cropLabels } from '../../studies/cardiac/dense/crop-labels.ts';
import {
  correlation,
  diceOf,
  outlineDistanceMm,
} from '../../studies/cardiac/dense/reslice-agreement.ts';
import { resliceDense, type DensePhase } from '../../studies/cardiac/dense/reslice.ts';
import { nearestPhase } from '../../studies/cardiac/function/beat.ts';
import { CROP_PIXELS, nativeCrop } from '../../studies/cardiac/planes/crop-plane.ts';
import type { DenseGrid, LongAxisCheck } from '../../studies/library/dense-records.ts';
import type { HeartFrame, HeartPlane } from '../../studies/library/heart-records.ts';
import type { HeartLabelMap } from '../whole-heart/messages.ts';

export interface LongAxisInput {
  readonly planes: readonly HeartPlane[];
  readonly candidates: readonly CineCandidate[];
  readonly frame: HeartFrame;
  readonly grid: DenseGrid;
  /** Dense phases at ED and ES with their numbers in the lead's `leadPhases`. */
  readonly ed: DensePhase & { readonly phase: number };
  readonly es: DensePhase & { readonly phase: number };
  readonly leadPhases: number;
  readonly masks: readonly HeartLabelMap[];
}

const longAxisViews: readonly string[] = ['2ch', '3ch', '4ch'];

/** The dense heart along every acquired long-axis plane in use, against what was measured there. */
export async function longAxisChecks(input: LongAxisInput): Promise<LongAxisCheck[]> {
  const { planes, candidates, frame, grid, ed, es, leadPhases, masks } = input;
  const checks: LongAxisCheck[] = [];
  for (const plane of planes) {
    if (!plane.used || !longAxisViews.includes(plane.view)) continue;
    const candidate = candidates.find(({ volumeId }) => volumeId === plane.volumeId)!;
    const crop = nativeCrop(await candidate.readSlice(plane.slice), plane, frame);
    const mask = masks.find(({ sourceVolumeId }) => sourceVolumeId === plane.volumeId);
    const rows = [ed, es].map((dense) => {
      const phase = nearestPhase(dense.phase, leadPhases, plane.phases);
      const cut = resliceDense(dense, grid, plane, frame);
      const picture = crop.subarray(phase * CROP_PIXELS, (phase + 1) * CROP_PIXELS);
      return { cut, picture, labels: mask && cropLabels(slice(mask, plane, phase), plane, frame) };
    });
    const of = (label: number) =>
      mean(rows.map(({ cut, labels }) => diceOf(cut.labels, labels!, label, cut.coverage)));
    const distance = () =>
      mean(rows.map(({ cut, labels }) => outlineDistanceMm(cut.labels, labels!, cut.coverage)));
    const [cavity, muscle] = mask ? [of(heartClass.lvCavity), of(heartClass.lvMyocardium)] : [];
    checks.push({
      planeId: plane.id,
      view: plane.view,
      correlation: rows.map(({ cut, picture }) =>
        correlation(cut.picture, picture, cut.coverage),
      ) as [number, number],
      dice: cavity != null && muscle != null ? { lvCavity: cavity, lvMyocardium: muscle } : null,
      outlineMm: mask ? distance() : null,
    });
  }
  return checks;
}

function slice({ labels, dims }: HeartLabelMap, plane: HeartPlane, phase: number): Uint8Array {
  const size = dims[0] * dims[1];
  const from = (phase * dims[2] + plane.slice) * size;
  return labels.subarray(from, from + size);
}

/** Over the values that are there; null where none is. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
