import type { z } from 'zod';
import type { denseParamsSchema } from '../../studies/library/dense-records.ts';
import type { DensePhase } from '../viewer/dense-scene/cut-face.ts';
import { readMeshes, type DenseMesh } from '../viewer/dense-scene/mesh-bytes.ts';
import type { ImplicitSummary } from '../../electron/engine/contract/dense-routes.ts';
import { call, callBinary } from './call.ts';

/** What a run is asked for; what is left out is the engine's default. */
export type DenseChoice = z.input<typeof denseParamsSchema>;

/** One long-axis plane as the dense heart has it: 96 x 96 bytes each, rows from the top. */
export interface Resliced extends DensePhase {
  /** 255 where the dense volume reaches, 0 outside. */
  readonly coverage: Uint8Array;
}

const bytesOf = async (asked: Promise<Response>) =>
  new Uint8Array(await (await asked).arrayBuffer());

/** Picture and classes of one phase, i fastest. `phase`: place among the phases made. Throws ClientError. */
export async function fetchDensePhase(
  id: string,
  phase: number,
  signal: AbortSignal,
): Promise<DensePhase> {
  const asked = { params: { id }, query: { phase }, signal };
  const [picture, labels] = await Promise.all([
    bytesOf(callBinary('GET /api/dense/:id/picture', asked)),
    bytesOf(callBinary('GET /api/dense/:id/labels', asked)),
  ]);
  return { picture, labels };
}

/** Closed surfaces of one phase. Throws ClientError. */
export async function fetchSurfaces(
  id: string,
  phase: number,
  signal: AbortSignal,
): Promise<DenseMesh[]> {
  const response = await callBinary('GET /api/dense/:id/surfaces', {
    params: { id },
    query: { phase },
    signal,
  });
  return readMeshes(await response.arrayBuffer());
}

/** The dense heart along an acquired plane. Throws ClientError. */
export async function fetchResliced(
  id: string,
  planeId: string,
  phase: number,
  signal: AbortSignal,
): Promise<Resliced> {
  const bytes = await bytesOf(
    callBinary('GET /api/dense/:id/reslice', {
      params: { id },
      query: { plane: planeId, phase },
      signal,
    }),
  );
  const size = bytes.length / 3;
  return {
    picture: bytes.subarray(0, size),
    labels: bytes.subarray(size, 2 * size),
    coverage: bytes.subarray(2 * size),
  };
}

/** What leaves as STL. */
export const stlClasses = ['all', 'lvCavity', 'lvEpicardium', 'rvCavity'] as const;
export type StlClass = (typeof stlClasses)[number];

/** Starts the fit of the second opinion. Throws ClientError. */
export const fitImplicit = (id: string) =>
  call('POST /api/dense/:id/implicit', { params: { id }, body: {} });

/** What the second opinion says; null where none was fitted. Throws ClientError. */
export function askImplicit(id: string): Promise<ImplicitSummary | null> {
  return call('GET /api/dense/:id/implicit/summary', { params: { id } });
}

/** Surfaces of the second opinion at a phase. Throws ClientError. */
export async function fetchImplicit(
  id: string,
  phase: number,
  signal: AbortSignal,
): Promise<DenseMesh[]> {
  const asked = { params: { id }, query: { phase }, signal };
  const response = await callBinary('GET /api/dense/:id/implicit', asked);
  return readMeshes(await response.arrayBuffer());
}
