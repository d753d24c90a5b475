import { callBinary } from './call.ts';

/**
 * Line integrals of views `from` (inclusive) to `to` (exclusive), [view][u][v]: detector rows run
 * fastest. Throws ClientError; aborts pass through.
 */
export async function fetchViews(
  projectionsId: string,
  from: number,
  to: number,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const response = await callBinary('GET /api/projections/:id/views', {
    params: { id: projectionsId },
    query: { from, to },
    ...(signal ? { signal } : {}),
  });
  return new Float32Array(await response.arrayBuffer());
}

/** One detector row of every view, [view][u]. Throws ClientError; aborts pass through. */
export async function fetchSinogram(
  projectionsId: string,
  row: number,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const response = await callBinary('GET /api/projections/:id/sinogram', {
    params: { id: projectionsId },
    query: { row },
    ...(signal ? { signal } : {}),
  });
  return new Float32Array(await response.arrayBuffer());
}
