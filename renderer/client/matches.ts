import type { z } from 'zod';
import type { matchParamsSchema, MatchRecord } from '../../studies/library/match-records.ts';
import type { CouchDisplayName } from '../../studies/positioning/couch/display.ts';
import { call, callBinary } from './call.ts';
import { saveResponse } from './downloads.ts';
import type { CallOptions } from './route.ts';

/** What a match is asked for; what is left out is found or the engine's default. */
export type MatchChoice = z.input<typeof matchParamsSchema>;

/** A word on a match with the PIN of who gives it. */
export type SigningBody = CallOptions<'POST /api/matches/:id/signatures'>['body'];

/** Signs; resolves to the record with the new signature. Throws ClientError. */
export const signMatch = (id: string, body: SigningBody): Promise<MatchRecord> =>
  call('POST /api/matches/:id/signatures', { params: { id }, body });

/** One page; resolves to the name of the saved file. Throws ClientError. */
export async function saveMatchReport(id: string, display: CouchDisplayName): Promise<string> {
  const asked = { params: { id }, query: { display } };
  return saveResponse(await callBinary('GET /api/matches/:id/report', asked), 'sparrow-match.pdf');
}

/** DICOM Spatial Registration; resolves to the name of the saved file. Throws ClientError. */
export async function saveRegistration(id: string): Promise<string> {
  const response = await callBinary('GET /api/matches/:id/registration', { params: { id } });
  return saveResponse(response, 'sparrow-registration.dcm');
}

/** The approved matches of the study's patient; resolves to the name of the saved file. Throws ClientError. */
export async function saveTrendTable(studyUid: string): Promise<string> {
  const route = 'GET /api/studies/:uid/match-trend.csv';
  return saveResponse(await callBinary(route, { params: { uid: studyUid } }), 'sparrow-trend.csv');
}
