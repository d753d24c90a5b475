import type { Command } from 'commander';
import type { ResultRecord, VolumeRecord } from '../../studies/library/records.ts';
import type { Services } from '../engine/services/services.ts';
import type { Perform } from './command.ts';

export function addShow(program: Command, perform: Perform): void {
  program
    .command('show')
    .description('one volume or result with its whole provenance')
    .argument('<id>', 'id of a volume or result, or a series UID')
    .action((id: string) =>
      perform(async ({ out, engine }) => {
        const record = await lookUp((await engine()).services, id);
        out.answer(record, JSON.stringify(record, null, 2).split('\n'));
      }),
    );
}

/** A result by its id; else a volume, with the result that it is. */
async function lookUp(
  services: Services,
  id: string,
): Promise<ResultRecord | (VolumeRecord & { result?: ResultRecord })> {
  const result = (await services.results.list()).find((one) => one.id === id);
  if (result !== undefined) return result;
  const volume = await services.find(id);
  if (volume.resultId === null) return volume;
  return { ...volume, result: await services.results.get(volume.resultId) };
}
