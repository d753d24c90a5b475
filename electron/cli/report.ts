import { resolve } from 'node:path';
import type { Command } from 'commander';
import { cliText } from '../../studies/messages/en/cli.ts';
import { writeWhole } from '../engine/services/write-whole.ts';
import type { Perform } from './command.ts';
import { heartNamed } from './heart-named.ts';

interface Options {
  pdf: string;
  dicom?: string;
  result?: string;
}

export function addReport(program: Command, perform: Perform): void {
  program
    .command('report')
    .description('the report of a study')
    .argument('<study>', 'UID of a study, or the id of a volume, result or heart in it')
    .requiredOption('--pdf <file>', 'where to write the PDF')
    .option('--result <id>', 'the result to report (default: the newest)')
    .option('--dicom <dir>', 'folder for the report as a DICOM file too')
    .action((study: string, options: Options) =>
      perform(async ({ out, engine }) => {
        const { services } = await engine();
        const known = (await services.studies.list()).find(({ uid }) => uid === study);
        const heart = known ? null : await heartNamed(services, study);
        const named = (known ?? heart) ? null : await services.find(study);
        const studyUid = known?.uid ?? heart?.studyUid ?? named!.studyUid;
        const resultId = options.result ?? heart?.id ?? named?.resultId ?? undefined;
        const { bytes } = await services.reports.pdf({ studyUid, resultId });
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
