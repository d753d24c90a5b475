import type { RestorationCard } from '../../../models/runtime/card.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';

/** A reason to distrust a run before it starts; `key` names its sentence in the locale. */
export interface ScopeFlag {
  key: string;
  params: Record<string, string | number>;
}

/** Voxel sizes may leave the trained range by this share before it is said. */
const spacingTolerance = 0.25;

/** What of this volume lies outside what the model was trained on, as far as headers tell. */
export function scopeFlags(volume: VolumeRecord, card: RestorationCard): ScopeFlag[] {
  const flags: ScopeFlag[] = [];
  const [fewest, most] = card.input.trainedViews;
  if (volume.views === null) flags.push({ key: 'enhance.scope.viewsUnknown', params: {} });
  else if (volume.views < fewest || volume.views > most) {
    const params = { views: volume.views, fewest, most };
    flags.push({ key: 'enhance.scope.views', params });
  }
  const [finest, coarsest] = card.input.spacingMm;
  const outside = volume.spacingMm.some(
    (mm) => mm < finest * (1 - spacingTolerance) || mm > coarsest * (1 + spacingTolerance),
  );
  if (outside) {
    const spacing = volume.spacingMm.map((mm) => mm.toFixed(2)).join(' × ');
    flags.push({ key: 'enhance.scope.spacing', params: { spacing, finest, coarsest } });
  }
  if (volume.kind === 'ct') flags.push({ key: 'enhance.scope.notCbct', params: {} });
  if (volume.lossy) flags.push({ key: 'enhance.scope.lossy', params: {} });
  return flags;
}

/** Whether MInDI-3D may be asked at all: a single CT or CBCT volume in HU that no model made. */
export function canEnhance(volume: VolumeRecord | undefined): volume is VolumeRecord {
  if (!volume) return false;
  const { kind, unit, phases, resultId } = volume;
  return (kind === 'ct' || kind === 'cbct') && unit === 'HU' && phases === 1 && resultId === null;
}
