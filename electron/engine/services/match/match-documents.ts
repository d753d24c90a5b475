import { matchRegistration } from './match-registration.ts';
import { matchReport, type MatchReportTools } from './match-report.ts';
import type { MatchDocuments } from './match-service.ts';

/** What is written about a match, as files for the user. */
export function createMatchDocuments(tools: MatchReportTools): MatchDocuments {
  return {
    report: async (record, display) => ({
      fileName: 'sparrow-positioning.pdf',
      contentType: 'application/pdf',
      bytes: await matchReport(tools, record, display),
    }),
    registration: async (record) => ({
      fileName: 'sparrow-registration.dcm',
      contentType: 'application/dicom',
      bytes: await matchRegistration(tools.library, record, tools.version),
    }),
  };
}
