import type { HeartFrame, MaskMeasures, PapillaryConvention } from '../../library/heart-records.ts';
import type { MaskPlane } from './mask-planes.ts';

export interface MaskMeasuresInput {
  /** Planes in use; those with `plane.used` false are passed over. */
  readonly planes: readonly MaskPlane[];
  readonly frame: HeartFrame;
  /** Phases of the lead volume: length of the curves. */
  readonly phases: number;
  /** Beats per minute; null: no cardiac output. */
  readonly heartRate: number | null;
  readonly papillary: PapillaryConvention;
  /** SCMR basal rule (default true): a basal slice counts when half of the cavity's rim is muscle. */
  readonly basalRule?: boolean;
  /** Lead phases the user chose; null or absent: largest and smallest LV volume. */
  readonly edPhase?: number | null;
  readonly esPhase?: number | null;
}

/** Everything that follows from a set of label maps. */
export function maskMeasures(input: MaskMeasuresInput): MaskMeasures {
  return {
    measures: {},
    papillaryMl: null,
    lvCurveMl: [],
    rvCurveMl: null,
    edPhase: input.edPhase ?? 0,
    esPhase: input.esPhase ?? 0,
    rvEdPhase: null,
    rvEsPhase: null,
    segments: [],
    slicesUsed: [],
  };
}
