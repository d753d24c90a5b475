import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { cliText } from '../../studies/messages/en/cli.ts';
import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import type { Services } from '../engine/services/services.ts';
import type { Perform } from './command.ts';
import { rendererDir } from './session.ts';
import { wholeNumber } from './usage.ts';

interface Options {
  port: number;
  open?: boolean;
  withSamples?: boolean;
}

export function addServe(program: Command, perform: Perform): void {
  program
    .command('serve')
    .description('the app in a browser, on this machine only')
    .option('--port <n>', 'port (default: one that is free)', wholeNumber('--port', 0, 65_535), 0)
    .option('--open', 'open the system’s browser')
    .option('--with-samples', 'put the sample studies into a library that never held anything')
    .action((options: Options) =>
      perform(async ({ out, engine, signal }) => {
        if (!existsSync(join(rendererDir, 'index.html'))) {
          throw new SparrowError('engine/no-renderer');
        }
        const { openBrowserDoor, openSystemBrowser } = await import('../serve.ts');
        const app = await engine({ resumeJobs: true, serves: true });
        const door = await openBrowserDoor(app, options.port);
        out.answer({ url: door.url }, [cliText.serving(door.url)]);
        if (options.open === true) openSystemBrowser(door.url);
        if (options.withSamples === true) await offerSamples(app.services);
        await new Promise<void>((resolve) => {
          if (signal.aborted) resolve();
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        await door.close();
        return 'done';
      }),
    );
}

const offered = 'samples.offered';

/** Once for a library: whoever deletes the samples does not want them back. */
async function offerSamples({ settings, studies, samples }: Services): Promise<void> {
  if ((await settings.all())[offered] === true) return;
  await settings.set(offered, true);
  if ((await studies.list()).length === 0) await samples.start();
}
