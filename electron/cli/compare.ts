import { Option, type Command } from 'commander';
import type { Perform } from './command.ts';

export function addCompare(program: Command, perform: Perform): void {
  program
    .command('compare')
    .description('PSNR, SSIM, RMSE, MAE and HU bias of B against A, on one grid')
    .argument('<a>', 'the reference')
    .argument('<b>', 'what is measured against it')
    .addOption(new Option('--mask <name>', 'where to compare').choices(['fov']))
    .action((a: string, b: string, { mask }: { mask?: 'fov' }) =>
      perform(async ({ out, engine }) => {
        const { services } = await engine();
        const [first, second] = [await services.find(a), await services.find(b)];
        const found = await services.compare({ a: first.id, b: second.id, mask });
        out.answer(found, [
          `PSNR ${found.psnrDb.toFixed(2)} dB (range ${found.dataRangeHu} HU), SSIM ${found.ssim.toFixed(4)}`,
          `RMSE ${found.rmseHu.toFixed(1)} HU, MAE ${found.maeHu.toFixed(1)} HU, bias ${found.biasHu.toFixed(1)} HU`,
          `${found.voxels} voxels`,
        ]);
      }),
    );
}
