import { Option, type Command } from 'commander';
import {
  matchParamsSchema,
  patientPositionSchema,
  toleranceNameSchema,
  type MatchParams,
  type MatchRecord,
} from '../../studies/library/match-records.ts';
import { cliText } from '../../studies/messages/en/cli.ts';
import type { MessageCode } from '../../studies/messages/catalogue.ts';
import { action } from '../../studies/messages/sparrow-error.ts';
import type { Services } from '../engine/services/services.ts';
import { ReportedError, type Perform } from './command.ts';
import { boxOrName, matrixIn, point, structureNamed } from './match-options.ts';
import { matchLines, matchShape } from './match-shape.ts';
import { positiveNumber, wholeNumber } from './usage.ts';
import { watchJob } from './watch-job.ts';

type Point = [number, number, number];

interface Options {
  fixed: string;
  moving: string;
  isocentre?: Point;
  scanIsocentre?: Point;
  roi?: string;
  margin: number;
  dof: string;
  plan?: string;
  position?: MatchParams['position'];
  tolerance: string;
  metric: string;
  window: string;
  start?: string;
  hold?: true;
  opinion: boolean;
  captureRange?: true;
  seed: number;
}

export function addMatch(program: Command, perform: Perform): void {
  const choice = (flags: string, about: string, choices: readonly string[]) =>
    new Option(flags, about).choices(choices);
  program
    .command('match')
    .description('rigid positioning check: how the couch has to move, and whether to believe it')
    .requiredOption('--fixed <id>', 'the planning CT: id of a volume, or a series UID')
    .requiredOption('--moving <id>', 'the scan of the day')
    .option('--isocentre <x,y,z>', 'in the planning CT; default: of its plan', point('--isocentre'))
    .option('--scan-isocentre <x,y,z>', 'in the scan', point('--scan-isocentre'))
    .option('--roi <region>', 'where to match, see below; default: the whole body')
    .option('--margin <mm>', 'around a structure', positiveNumber('--margin'), 10)
    .addOption(choice('--dof <n>', 'degrees of freedom', ['3', '4', '6']).default('6'))
    .option('--plan <id>', 'the plan whose isocentre counts')
    .addOption(choice('--position <name>', 'how the patient lies', patientPositionSchema.options))
    .addOption(
      choice('--tolerance <table>', 'what to judge by', toleranceNameSchema.options).default(
        'standard',
      ),
    )
    .addOption(
      choice('--metric <name>', 'what is alike', ['mutual-information', 'correlation']).default(
        'mutual-information',
      ),
    )
    .addOption(choice('--window <name>', 'what to look at', ['all', 'bone', 'soft']).default('all'))
    .option('--start <file>', 'JSON matrix from the scan to the planning CT to start from')
    .option('--hold', 'judge the start itself, without a fit')
    .option('--no-opinion', 'without a second program')
    .option('--capture-range', 'from how far away the match finds home; takes minutes')
    .option('--seed <n>', 'of the sample points', wholeNumber('--seed', 0, 2 ** 32 - 1), 1)
    .addHelpText('after', `\n${cliText.matchRegionHelp}`)
    .action((options: Options) =>
      perform(async (session) => {
        const region = options.roi === undefined ? null : boxOrName(options.roi);
        const start = options.start === undefined ? null : await matrixIn(options.start);
        const { services } = await session.engine();
        const params = await paramsOf(services, options, region, start);
        const job = await services.jobs.match({ params });
        const ended = await watchJob(services, job, session);
        const record = await services.matches.get(ended.resultId ?? '');
        const shape = matchShape(record);
        if (!record.credible) throw refusal(record, shape);
        session.out.answer(shape, matchLines(record));
        return 'done';
      }),
    );
}

async function paramsOf(
  services: Services,
  options: Options,
  region: ReturnType<typeof boxOrName> | null,
  start: number[] | null,
): Promise<MatchParams> {
  const fixed = await services.find(options.fixed);
  const moving = await services.find(options.moving);
  const { plan, isocentre, scanIsocentre, position, dof, metric, window } = options;
  const chosen =
    region !== null && 'name' in region
      ? await structureNamed(services, fixed.id, region.name, options.margin)
      : region?.box;
  return matchParamsSchema.parse({
    fixedVolumeId: fixed.id,
    movingVolumeId: moving.id,
    planId: plan,
    isocentreMm: isocentre,
    scanIsocentreMm: scanIsocentre,
    position,
    dof: Number(dof),
    metric,
    window,
    region: chosen,
    start,
    startedBy: start === null ? 'none' : 'hand',
    mode: options.hold === true ? 'hold' : 'fit',
    tolerance: options.tolerance,
    secondOpinion: options.opinion,
    captureRange: options.captureRange === true,
    seed: options.seed,
  });
}

/** The match is kept and can be looked at; whoever asked for numbers gets none. */
function refusal({ reasons }: MatchRecord, shape: object): ReportedError {
  const [first] = reasons;
  const code = first?.code ?? 'positioning/not-alike';
  const message = reasons.map((one) => one.message).join(' ');
  return new ReportedError(
    { code, message, action: action(code as MessageCode, first?.params) },
    shape,
  );
}
