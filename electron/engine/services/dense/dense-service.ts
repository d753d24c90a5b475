import type { DenseResult } from '../../../../studies/library/dense-records.ts';
import type { ImplicitSummary } from '../../contract/dense-routes.ts';
import type { Download } from '../download.ts';
import type { BodyName } from './mesh-bytes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Dense hearts of the library; `phase` is a place among the phases that were made. */
export interface DenseService {
  /** Newest first. */
  list(filter?: { studyUid?: string }): Promise<DenseResult[]>;
  get(id: string): Promise<DenseResult>;
  /** Null where no dense heart has that id. */
  find(id: string): Promise<DenseResult | null>;
  remove(id: string): Promise<void>;
  picture(id: string, phase: number): Promise<Bytes>;
  labels(id: string, phase: number): Promise<Bytes>;
  /** Closed surfaces as they are sent (contract/dense-routes.ts). */
  surfaces(id: string, phase: number): Promise<Bytes>;
  /** Along an acquired plane. Rejects with `dense/no-plane`. */
  reslice(id: string, planeId: string, phase: number): Promise<Bytes>;
  /** Binary STL; all surfaces without a name. */
  stl(id: string, phase: number, name?: BodyName): Promise<Download>;
  implicit(id: string, phase: number): Promise<Bytes>;
  implicitSummary(id: string): Promise<ImplicitSummary | null>;
}
