import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import type { Contract, RouteName } from '../contract/contract.ts';
import { errorResponse } from './errors.ts';
import { cappedBody, jsonBody, maxUploadBytes } from './request-body.ts';

/** Names after a colon in a route: 'GET /api/studies/:uid' has 'uid'. */
type ParamName<R extends string> = R extends `${string}:${infer P}/${infer Rest}`
  ? P | ParamName<`/${Rest}`>
  : R extends `${string}:${infer P}`
    ? P
    : never;

type Schema<R extends RouteName, Part extends 'query' | 'body'> =
  Contract[R] extends Record<Part, infer S extends z.ZodType> ? z.output<S> : undefined;

/** What a handler gets: everything checked, nothing of it from elsewhere. */
export interface Call<R extends RouteName> {
  readonly params: Readonly<Record<ParamName<R>, string>>;
  readonly query: Schema<R, 'query'>;
  readonly body: Schema<R, 'body'>;
  /** Of an upload: the file's bytes, cut off with an error above the limit. */
  readonly upload: ReadableStream<Uint8Array>;
  readonly request: Request;
}

type Answer<R extends RouteName> = Contract[R]['response'] extends infer S extends z.ZodType
  ? z.input<S>
  : Response;

/** One function for every route of the contract; a missing one does not compile. */
export type Handlers = {
  readonly [R in RouteName]: (call: Call<R>) => Answer<R> | Promise<Answer<R>>;
};

/** The contract as a table without its types, for the one loop that walks it. */
type LooseRoute = {
  query?: z.ZodType;
  body?: z.ZodType;
  upload?: true;
  response: z.ZodType | 'binary' | 'events';
};
type LooseHandler = (call: Call<RouteName>) => unknown;

/** Ids and UIDs: vendors write illegal UIDs too, so only what could be a path is refused. */
const paramSchema = z
  .string()
  .min(1)
  .max(128)
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  .regex(/^[^/\\\u0000-\u001f]+$/);

/**
 * A router with exactly the calls of the contract. What comes in is checked by its schema and what
 * goes out too, so that neither side can drift from it.
 */
export function implement(contract: Contract, handlers: Handlers): Hono {
  const app = new Hono();
  for (const name of Object.keys(contract) as RouteName[]) {
    const route: LooseRoute = contract[name];
    const handler = handlers[name] as LooseHandler;
    const [method = 'GET', path = ''] = name.split(' ');
    app.on(method, path, async (context) => {
      try {
        const answer = await handler(await checkedCall(route, context));
        return answer instanceof Response ? answer : checkedJson(route, answer);
      } catch (error) {
        return errorResponse(error, name);
      }
    });
  }
  return app;
}

async function checkedCall(route: LooseRoute, context: Context): Promise<Call<RouteName>> {
  const request = context.req.raw;
  const params = context.req.param() as Record<string, string>;
  for (const [key, value] of Object.entries(params)) check(paramSchema, value, key);
  const query = check(strict(route.query ?? z.object({})), context.req.query(), 'query');
  const body = route.body ? check(strict(route.body), await jsonBody(request), 'body') : undefined;
  const upload = route.upload ? cappedBody(request, maxUploadBytes) : new ReadableStream();
  return { params, query, body, upload, request } as unknown as Call<RouteName>;
}

function checkedJson(route: LooseRoute, answer: unknown): Response {
  if (typeof route.response === 'string') throw new TypeError('a binary route answered with JSON');
  return Response.json(route.response.parse(answer), { headers: { 'cache-control': 'no-store' } });
}

/** Unknown fields are mistakes of the caller, not something to drop in silence. */
function strict(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject ? schema.strict() : schema;
}

function check<T>(schema: z.ZodType<T>, value: unknown, part: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // Only the place and the rule are told: the value may be a name.
  const issue = parsed.error.issues[0];
  const place = [part, ...(issue?.path ?? [])].map(String).join('.');
  throw new SparrowError('engine/bad-request', {
    detail: `${place} (${issue?.code ?? 'invalid'})`,
  });
}
