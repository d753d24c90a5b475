import { computed, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { HeartPlane } from '../../../studies/library/heart-records.ts';
import type { VolumeRecord } from '../../../studies/library/records.ts';
import { patientToVoxel, type LpsPoint } from '../../../studies/volume/geometry.ts';
import { useHeartEdits } from '../../stores/heart-edits.ts';
import type { LabelMaps } from '../../viewer/labels.ts';
import { useProbe } from '../../viewer/use-probe.ts';
import type { HeartCine } from './use-heart-cine.ts';

/** What is written over the large picture: role, phase, and what lies under the pointer. */
export function usePaneTexts(
  plane: () => HeartPlane | undefined,
  volumes: () => readonly VolumeRecord[],
  cine: HeartCine,
  maps: () => ReadonlyMap<string, LabelMaps>,
  editedHere: () => boolean,
) {
  const { t } = useI18n();
  const edits = useHeartEdits();
  const record = computed(() => volumes().find(({ id }) => id === plane()?.volumeId));
  const phaseHere = () => {
    const at = plane();
    return at ? cine.phaseOf(at) : 0;
  };
  const probe = useProbe(
    () => {
      const at = plane();
      return at ? cine.volumeOf(at) : null;
    },
    () => record.value ?? volumes()[0]!,
    phaseHere,
  );
  const under = shallowRef<LpsPoint | null>(null);
  function setProbe(point: LpsPoint | null): void {
    under.value = point;
    probe.set('axial', point);
  }
  const classUnder = computed(() => {
    const at = plane();
    const geometry = at && cine.frameOf(at)?.geometry;
    const here = at && maps().get(at.volumeId);
    if (!under.value || !geometry || !here || edits.revision < 0) return [];
    const [column, row] = patientToVoxel(geometry, under.value);
    const name = here.classAt(at.slice, phaseHere(), column, row);
    return name ? [t(`heart.class.${name}`)] : [];
  });
  const title = computed(() => {
    const at = plane();
    if (!at) return '';
    const view = t(`heart.view.${at.view}`);
    return at.order === null ? view : t('heart.planes.at', { view, n: at.order + 1 });
  });
  const { phase, leadBeat } = cine;
  const texts = computed(() => ({
    topLeft: [title.value, record.value?.description ?? ''],
    topRight: [
      t('viewing.cine.phase', { n: phase.value + 1, count: leadBeat.value.startsMs.length }),
      t('viewing.cine.time', { ms: Math.round(leadBeat.value.startsMs[phase.value] ?? 0) }),
      ...(editedHere() ? [t('heart.edit.editedHere')] : []),
    ],
    bottomLeft: [...classUnder.value, ...probe.lines.value],
  }));
  return { title, texts, setProbe };
}
