import type { Command } from 'commander';
import { cliText } from '../../studies/messages/en/cli.ts';
import { parseRoi } from './roi.ts';
import type { Perform } from './command.ts';
import { wholeNumber } from './usage.ts';

export function addMeasure(program: Command, perform: Perform): void {
  program
    .command('measure')
    .description('mean, SD, min, max, area or volume in a region')
    .argument('<id>', 'id of a volume or result, or a series UID')
    .requiredOption('--roi <region>', 'the region, see below')
    .option('--phase <n>', 'phase, counted from 0', wholeNumber('--phase', 0, 10_000), 0)
    .addHelpText('after', `\n${cliText.roiHelp}`)
    .action((id: string, { roi, phase }: { roi: string; phase: number }) =>
      perform(async ({ out, engine }) => {
        const region = parseRoi(roi);
        const { services } = await engine();
        const volume = await services.find(id);
        const found = await services.measure({ volumeId: volume.id, phase, roi: region });
        const unit = found.unit === 'none' ? '' : ` ${found.unit}`;
        const size =
          found.areaMm2 === null
            ? `${found.volumeMl?.toFixed(3) ?? '-'} mL`
            : `${found.areaMm2.toFixed(1)} mm²`;
        out.answer(found, [
          `mean ${found.mean.toFixed(2)}${unit}, SD ${found.sd.toFixed(2)}, ` +
            `min ${found.min}, max ${found.max}, ${found.voxels} voxels, ${size}`,
        ]);
      }),
    );
}
