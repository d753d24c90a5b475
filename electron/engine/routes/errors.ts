import type { ErrorEnvelope } from '../contract/shapes.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { logFailure } from '../log.ts';

/** Codes whose status is not 409, "the library or the volume is not in a state for this". */
const statusOf: Readonly<Record<string, number>> = {
  'engine/bad-request': 400,
  'engine/no-paths': 400,
  'engine/not-a-roi': 400,
  'engine/bad-setting': 413,
  'engine/unknown-route': 404,
  'engine/no-renderer': 404,
  'engine/too-large': 413,
  'engine/forbidden': 403,
  'engine/no-session': 401,
  'engine/internal': 500,
  'heart/bad-labels': 400,
  'heart/slot-absent': 400,
  'dense/no-opinion': 404,
  'dense/no-plane': 404,
  'heart/no-labels': 404,
  'match/pin': 403,
  'match/pin-pause': 429,
  'match/reason-tolerance': 400,
  'match/reason-couch': 400,
  'match/reason-rejected': 400,
  'library/not-found': 404,
  'planning/no-object': 404,
  'library/no-import': 404,
  'library/out-of-range': 400,
  'library/upload-too-big': 413,
  'library/disk-full': 500,
  'library/corrupt': 500,
  'library/no-access': 500,
};

/** The one error envelope, with its status. Whatever is not a SparrowError is told only to the log. */
export function errorResponse(error: unknown, where: string): Response {
  const known = asSparrowError(error, where);
  return Response.json(envelope(known), {
    status: statusOf[known.code] ?? 409,
    headers: { 'cache-control': 'no-store' },
  });
}

export function asSparrowError(error: unknown, where: string): SparrowError {
  if (error instanceof SparrowError) return error;
  // A stream that is cut off wraps the reason that cut it.
  if (error instanceof Error && error.cause instanceof SparrowError) return error.cause;
  logFailure(where, error);
  return new SparrowError('engine/internal', {}, { cause: error });
}

function envelope(error: SparrowError): ErrorEnvelope {
  return { error: { code: error.code, message: error.message, action: error.action } };
}
