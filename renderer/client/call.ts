import type { RouteName } from '../../electron/engine/contract/contract.ts';
import type { ErrorEnvelope } from '../../electron/engine/contract/shapes.ts';
import { translate } from '../locale/translate.ts';
import { ClientError, isAbort } from './errors.ts';
import {
  address,
  type BinaryRoute,
  type CallArguments,
  type JsonRoute,
  type ResponseOf,
} from './route.ts';

interface LooseOptions {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  file?: Blob;
  signal?: AbortSignal;
}

/**
 * Ask the engine: `call('GET /api/studies/:uid', { params: { uid } })`. In and out are typed from
 * the contract. Throws ClientError with a sentence and an action; aborts pass through.
 */
export async function call<R extends JsonRoute>(
  route: R,
  ...[options]: CallArguments<R>
): Promise<ResponseOf<R>> {
  const response = await send(route, options ?? {});
  return (await response.json()) as ResponseOf<R>;
}

/** Ask for bytes. The response is given whole, so that a caller may stream it or read its name. */
export function callBinary<R extends BinaryRoute>(
  route: R,
  ...[options]: CallArguments<R>
): Promise<Response> {
  return send(route, options ?? {});
}

async function send(route: RouteName, options: LooseOptions): Promise<Response> {
  const { method, url } = address(route, options);
  const init: RequestInit = { method, signal: options.signal ?? null };
  if (options.file !== undefined) {
    init.body = options.file;
    init.headers = { 'content-type': 'application/octet-stream' };
  } else if (method === 'POST' || method === 'PUT') {
    init.body = JSON.stringify(options.body ?? {});
    init.headers = { 'content-type': 'application/json' };
    // A setting written as the window closes must still arrive.
    init.keepalive = method === 'PUT';
  }
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ClientError(
      'client/unreachable',
      translate('errors.unreachable.message'),
      translate('errors.unreachable.action'),
      { cause: error },
    );
  }
  if (!response.ok) throw await toClientError(response);
  return response;
}

/** The engine's envelope, or a plain sentence when something else answered. */
async function toClientError(response: Response): Promise<ClientError> {
  const body: unknown = await response.json().catch(() => null);
  if (isEnvelope(body)) {
    return new ClientError(body.error.code, body.error.message, body.error.action);
  }
  return new ClientError(
    `client/http-${response.status}`,
    translate('errors.unexpected.message', { status: response.status }),
    translate('errors.unexpected.action'),
  );
}

function isEnvelope(body: unknown): body is ErrorEnvelope {
  const error = (body as Partial<ErrorEnvelope> | null)?.error;
  return typeof error?.message === 'string' && typeof error.code === 'string';
}
