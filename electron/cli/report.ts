import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { couchDisplaySchema } from '../../studies/library/match-records.ts';
import { cliText } from '../../studies/messages/en/cli.ts';
import type { CouchDisplayName } from '../../studies/positioning/couch/display.ts';
import type { Services } from '../engine/services/services.ts';
import { writeWhole } from '../engine/services/write-whole.ts';
import type { Perform } from './command.ts';
import { heartNamed } from './heart-named.ts';
import { matchNamed } from './match-named.ts';

interface Options {
  pdf: string;
  dicom?: string;
  result?: string;
  display: CouchDisplayName;
}

export function addReport(program: Command, perform: Perform): void {
  program
    .command('report')
    .description('the report of a study, or the page of a positioning check')
    .argument('<study>', 'UID of a study, or the id of a volume, result, heart or match in it')
    .requiredOption('--pdf <file>', 'where to write the PDF')
    .option('--result <id>', 'the result to report (default: the newest)')
    .addOption(
      new Option('--display <console>', 'of a match: how its numbers are shown')
        .choices(couchDisplaySchema.options)
        .default('iec'),
    )
    .option('--dicom <dir>', 'folder for the report as a DICOM file too')
    .action((study: string, options: Options) =>
      perform(async ({ out, engine }) => {
        const { services } = await engine();
        const { studyUid, resultId, bytes } = await rendered(services, study, options);
        const file = resolve(options.pdf);
        await writeWhole(file, bytes);
        const written = [file];
        if (options.dicom !== undefined) {
          const dicom = await services.reports.dicom(studyUid, bytes);
          const path = resolve(options.dicom, dicom.fileName);
          await writeWhole(path, dicom.bytes);
          written.push(path);
        }
        out.answer(
          {
            written,
            report: { study: studyUid, result: resultId ?? null, bytes: bytes.length },
          },
          written.map((path) => cliText.written(path)),
        );
      }),
    );
}

/** What the word names, as a PDF. */
async function rendered(services: Services, name: string, { result, display }: Options) {
  const known = (await services.studies.list()).find(({ uid }) => uid === name);
  const match = known ? null : await matchNamed(services, name);
  if (match) {
    const { bytes } = await services.matches.report(match.id, display);
    return { studyUid: match.studyUid, resultId: match.id, bytes };
  }
  const heart = known ? null : await heartNamed(services, name);
  const named = (known ?? heart) ? null : await services.find(name);
  const studyUid = known?.uid ?? heart?.studyUid ?? named!.studyUid;
  const resultId = result ?? heart?.id ?? named?.resultId ?? undefined;
  const { bytes } = await services.reports.pdf({ studyUid, resultId });
  return { studyUid, resultId, bytes };
}
