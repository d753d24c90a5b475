import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { commandIds, commandKeys } from '../../commands/commands.ts';
import { useCommands } from '../../commands/use-commands.ts';
import { dicomDate, patientName } from '../../locale/format.ts';
import { useLibrary } from '../../stores/library.ts';
import { useReading } from '../../stores/reading.ts';
import { acquired } from '../reading/strip.ts';

/** One line of the palette. */
export interface PaletteEntry {
  id: string;
  label: string;
  keys: readonly string[];
  enabled: boolean;
  run: () => unknown;
}

/** Commands first, then the open study's series, then every study. */
export function usePaletteEntries(): ComputedRef<PaletteEntry[]> {
  const { t } = useI18n();
  const commands = useCommands();
  const library = useLibrary();
  const reading = useReading();

  return computed(() => {
    const own = commandIds
      .filter((id) => id !== 'palette')
      .map((id): PaletteEntry => ({
        id,
        label: t(`commands.${id}`),
        keys: commandKeys[id] ?? [],
        enabled: commands[id].enabled(),
        run: commands[id].run,
      }))
      .sort((a, b) => Number(b.enabled) - Number(a.enabled));
    const series = (reading.study ? acquired(reading.study) : []).map(({ volume, series: of }) => {
      const name = volume.description || of.description || t(`reading.kind.${volume.kind}`);
      return line(`volume ${volume.id}`, t('help.openSeries', { name }), () =>
        reading.show({ kind: 'volume', volumeId: volume.id }),
      );
    });
    const scans = (reading.study?.projections ?? []).map((scan) =>
      line(`scan ${scan.id}`, t('help.openProjections', { name: scan.description }), () =>
        reading.show({ kind: 'projections', projectionsId: scan.id }),
      ),
    );
    const studies = library.studies.map((study) => {
      const name = patientName(study.patientName);
      const label = t('help.openStudy', {
        name,
        date: dicomDate(study.date),
        text: study.description,
      });
      return line(`study ${study.uid}`, label, () => reading.open(study));
    });
    return [...own, ...series, ...scans, ...studies];
  });
}

function line(id: string, label: string, run: () => unknown): PaletteEntry {
  return { id, label, keys: [], enabled: true, run };
}
