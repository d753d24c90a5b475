import type { HeartFrame, HeartPlane } from '../../../library/heart-records.ts';
import type { MaskPlane } from '../../function/mask-planes.ts';
import { plus } from '../../planes/vectors.ts';
import { analyticHeart, maskPlane, type AnalyticHeart } from '../../testing/analytic-heart.ts';
import { cropLabels } from '../crop-labels.ts';
import { stackLabels } from '../interpolate-labels.ts';
import { planDense, type DenseAsked, type DensePlan } from '../plan-dense.ts';

export interface StackAt {
  /** Depths of the slices along the stack's normal from the base plane's middle, mm. */
  readonly depthsMm: readonly number[];
  /** The stack's normal against the heart's long axis, towards the right ventricle. */
  readonly tiltDeg?: number;
  /** Where each slice's picture begins differs: its centre moves in the plane, mm. */
  readonly shear?: (slice: number) => readonly [number, number];
  readonly phases?: number;
}

/** A stack of the analytic heart's slices, base to apex. */
export function stackOfHeart(heart: AnalyticHeart, at: StackAt): MaskPlane[] {
  const tilt = ((at.tiltDeg ?? 0) * Math.PI) / 180;
  const [s, c] = [Math.sin(tilt), Math.cos(tilt)];
  return at.depthsMm.map((depth, order) => {
    const [right, down] = at.shear?.(order) ?? [0, 0];
    return maskPlane(
      heart,
      {
        view: 'sax',
        centre: [s * depth - c * right, down, c * depth + s * right],
        right: [-c, 0, s],
        down: [0, 1, 0],
        // Odd, so that no crop pixel lies half-way between two.
        dims: [191, 171],
        order,
        phases: at.phases ?? 10,
      },
      `sax/${order}`,
    );
  });
}

/** The middle of the ventricle, as real planes give it, not the base. */
export function middleFrame({ frame }: AnalyticHeart): HeartFrame {
  return { ...frame, originMm: [...plus(frame.originMm, frame.e3, 40)] };
}

export interface DenseCase {
  readonly heart: AnalyticHeart;
  readonly frame: HeartFrame;
  readonly masks: readonly MaskPlane[];
  readonly plan: DensePlan;
  /** Of the slices, base to apex, at a phase: on their crops. */
  readonly slices: (phase: number) => Uint8Array[];
  /** Dense labels by signed distance. */
  readonly labels: (phase: number) => Uint8Array;
}

/** The analytic heart, sliced and made dense by signed distance. */
export function denseCase(
  at: StackAt,
  heart: AnalyticHeart = analyticHeart(),
  asked: DenseAsked = {},
): DenseCase {
  const frame = middleFrame(heart);
  const masks = stackOfHeart(heart, at);
  const plan = planDense(
    masks.map(({ plane }) => plane),
    frame,
    asked,
  );
  const slices = (phase: number) =>
    plan.sources.map((plane) => cropLabels(maskOfPlane(masks, plane).labels(phase)!, plane, frame));
  return { heart, frame, masks, plan, slices, labels: (p) => stackLabels(slices(p), plan) };
}

function maskOfPlane(masks: readonly MaskPlane[], { id }: HeartPlane): MaskPlane {
  return masks.find(({ plane }) => plane.id === id)!;
}

/** Evenly from `first` to at most `last`. */
export function evenly(first: number, step: number, last: number): number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, k) => first + k * step);
}
