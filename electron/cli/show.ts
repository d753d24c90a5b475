import type { Command } from 'commander';
import type { DenseResult } from '../../studies/library/dense-records.ts';
import type { HeartResult } from '../../studies/library/heart-records.ts';
import type {
  ProjectionsRecord,
  ResultRecord,
  VolumeRecord,
} from '../../studies/library/records.ts';
import type { Services } from '../engine/services/services.ts';
import type { Perform } from './command.ts';

export function addShow(program: Command, perform: Perform): void {
  program
    .command('show')
    .description('one volume, result, heart or scan with its whole provenance')
    .argument('<id>', 'id of a volume, result, heart or projections, or a series UID')
    .action((id: string) =>
      perform(async ({ out, engine }) => {
        const record = await lookUp((await engine()).services, id);
        out.answer(record, JSON.stringify(record, null, 2).split('\n'));
      }),
    );
}

/** A result, a heart or projections by their id; else a volume, with the result that it is. */
async function lookUp(
  services: Services,
  id: string,
): Promise<
  | ResultRecord
  | HeartResult
  | DenseResult
  | ProjectionsRecord
  | (VolumeRecord & { result?: ResultRecord | HeartResult | DenseResult })
> {
  const hearts = await services.hearts.list();
  const heart = hearts.find((one) => one.id === id);
  if (heart !== undefined) return heart;
  const dense = await services.dense.list();
  const denseHeart = dense.find((one) => one.id === id);
  if (denseHeart !== undefined) return denseHeart;
  const result = (await services.results.list()).find((one) => one.id === id);
  if (result !== undefined) return result;
  const studies = await services.studies.list();
  const scan = studies.flatMap(({ projections }) => projections).find((one) => one.id === id);
  if (scan !== undefined) return scan;
  const volume = await services.find(id);
  if (volume.resultId === null) return volume;
  const drawn = [...hearts, ...dense].find((one) => one.id === volume.resultId);
  return { ...volume, result: drawn ?? (await services.results.get(volume.resultId)) };
}
