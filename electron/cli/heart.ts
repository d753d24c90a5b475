import { Option, type Command } from 'commander';
import { heartParamsSchema } from '../../studies/library/heart-records.ts';
import type { Perform } from './command.ts';
import { heartLines, heartShape } from './heart-shapes.ts';
import { studyNamed } from './study-named.ts';
import { watchJob } from './watch-job.ts';

export function addHeart(program: Command, perform: Perform): void {
  program
    .command('heart')
    .description('whole-heart on the cine MR of a study')
    .argument('<study>', 'UID of a study, or the id of a volume or a series UID in it')
    .addOption(
      new Option('--provider <name>', 'what computes')
        .choices(['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'])
        .default('auto'),
    )
    .action((name: string, options: { provider: string }) =>
      perform(async (session) => {
        const { services } = await session.engine();
        const studyUid = await studyNamed(services, name);
        const params = heartParamsSchema.parse(options);
        const job = await services.jobs.heart({ studyUid, params });
        const ended = await watchJob(services, job, session);
        const heart = await services.hearts.get(ended.resultId ?? '');
        session.out.answer(heartShape(heart), heartLines(heart));
        return 'done';
      }),
    );
}
