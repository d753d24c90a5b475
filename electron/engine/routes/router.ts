import { contract } from '../contract/contract.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import type { Services } from '../services/services.ts';
import { errorResponse } from './errors.ts';
import { createHandlers } from './handlers.ts';
import { implement } from './implement.ts';
import { secured } from './security-headers.ts';
import { staticFile } from './static-files.ts';

export interface RouterOptions {
  version: string;
  /** Folder of the built renderer; without it only `/api` answers. */
  rendererDir?: string | undefined;
  /** Whether this door may name files on the machine's disk. */
  allowPaths: boolean;
}

/** The whole engine as one function from request to response. */
export function createRouter(
  services: Services,
  options: RouterOptions,
): (request: Request) => Promise<Response> {
  const app = implement(contract, createHandlers(services, options));
  app.notFound(async (context) => {
    const { method, path } = context.req;
    try {
      if (path.startsWith('/api/') || (method !== 'GET' && method !== 'HEAD')) {
        throw new SparrowError('engine/unknown-route');
      }
      if (options.rendererDir === undefined) throw new SparrowError('engine/no-renderer');
      return await staticFile(options.rendererDir, path);
    } catch (error) {
      return errorResponse(error, 'static');
    }
  });
  return async (request) => {
    try {
      return secured(await app.fetch(request));
    } catch (error) {
      return secured(errorResponse(error, 'router'));
    }
  };
}
