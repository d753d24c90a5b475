import type { z } from 'zod';
import type { Contract, RouteName } from '../../electron/engine/contract/contract.ts';

/** Names after a colon in a route: 'GET /api/studies/:uid' has 'uid'. */
type PathParams<R extends string> = R extends `${string}:${infer P}/${infer Rest}`
  ? P | PathParams<`/${Rest}`>
  : R extends `${string}:${infer P}`
    ? P
    : never;

/** A part of a call that is absent, optional (nothing in it is required), or required. */
type Part<Name extends string, T> = [T] extends [never]
  ? unknown
  : Record<never, never> extends T
    ? { [K in Name]?: T }
    : { [K in Name]: T };

type QueryOf<R extends RouteName> = Contract[R] extends { query: infer Q extends z.ZodType }
  ? z.output<Q>
  : never;
type BodyOf<R extends RouteName> = Contract[R] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : never;
type UploadOf<R extends RouteName> = Contract[R] extends { upload: true } ? Blob : never;
type ParamsOf<R extends RouteName> = [PathParams<R>] extends [never]
  ? never
  : Record<PathParams<R>, string>;

/** What a route takes; typed from the engine's own contract. */
export type CallOptions<R extends RouteName> = { signal?: AbortSignal } & Part<
  'params',
  ParamsOf<R>
> &
  Part<'query', QueryOf<R>> &
  Part<'body', BodyOf<R>> &
  Part<'file', UploadOf<R>>;

/** Routes that answer with JSON, and with bytes. */
export type JsonRoute = {
  [R in RouteName]: Contract[R]['response'] extends z.ZodType ? R : never;
}[RouteName];
export type BinaryRoute = {
  [R in RouteName]: Contract[R]['response'] extends 'binary' ? R : never;
}[RouteName];

/** What a JSON route answers. */
export type ResponseOf<R extends JsonRoute> = Contract[R]['response'] extends infer T extends
  z.ZodType
  ? z.output<T>
  : never;

/** The optional argument: callers leave it out where the route needs nothing. */
export type CallArguments<R extends RouteName> =
  Record<never, never> extends CallOptions<R>
    ? [options?: CallOptions<R>]
    : [options: CallOptions<R>];

interface LooseOptions {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
}

/** Method and address of a call, every parameter encoded. */
export function address(route: string, options: LooseOptions): { method: string; url: string } {
  const [method = 'GET', template = ''] = route.split(' ');
  const path = template.replace(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(options.params?.[name] ?? ''),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (typeof value === 'string' || typeof value === 'number') query.set(name, String(value));
  }
  const tail = query.toString();
  return { method, url: tail === '' ? path : `${path}?${tail}` };
}
