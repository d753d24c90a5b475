import type { Command } from 'commander';
import type { Perform } from './command.ts';

export function addJobs(program: Command, perform: Perform): void {
  program
    .command('jobs')
    .description('the queue')
    .option('--cancel <id>', 'cancel a job, also one that another Sparrow runs')
    .action(({ cancel }: { cancel?: string }) =>
      perform(async ({ out, engine }) => {
        const { services } = await engine();
        if (cancel !== undefined) await services.jobs.cancel(cancel);
        const jobs = await services.jobs.list();
        out.answer(
          { jobs },
          jobs.map(({ id, kind, state, progress }) => {
            const done = progress === null ? '' : ` ${Math.floor(progress.fraction * 100)} %`;
            return `${id}  ${kind}  ${state}${state === 'running' ? done : ''}`;
          }),
        );
      }),
    );
}
