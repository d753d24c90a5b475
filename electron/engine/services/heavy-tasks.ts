import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync, zipSync } from 'fflate';
import { candidateOf } from '../../../models/whole-heart/study-planes.ts';
import type { HeartVolume } from '../../../models/whole-heart/messages.ts';
import { understandPlanes } from '../../../studies/cardiac/planes/understand-planes.ts';
import type { HeartCorrections, HeartPlanes } from '../../../studies/library/heart-records.ts';
import { niftiBytes } from '../../../studies/formats/write-nifti.ts';
import type { ProjectionScan } from '../../../studies/projections/formats/projection-scan.ts';
import { SparrowError } from '../../../studies/messages/sparrow-error.ts';
import { compare, type CompareOptions } from '../../../studies/volume/metrics.ts';
import { measureRegion, type Region } from '../../../studies/volume/region.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import type { MatchReportInput } from '../../../studies/report/match-input.ts';
import type { ReportInput } from '../../../studies/report/report-input.ts';
import type { MatchOrder } from '../jobs/match/match-order.ts';
import type { MatchFindings } from '../jobs/match/run-match.ts';
import { denseTasks } from './dense/dense-tasks.ts';
import { editedMeasures, type LabelledHeart } from './hearts/edited-measures.ts';
import type { ExportPlan } from './export-plan.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Work that would hold the engine for longer than a request may wait. Runs in a thread of its own
 * (`offThread`); arguments and answers are plain data. Large libraries are loaded by the task that
 * needs them: an edited contour is not to wait for a PDF writer.
 */
export const heavyTasks = {
  ...denseTasks,

  compare: (a: VoxelGrid, b: VoxelGrid, options: CompareOptions) => compare(a, b, options),

  measure: (grid: VoxelGrid, region: Region) => measureRegion(grid, region),

  /** Reads a cone-beam scan from its files. */
  readScan: async (files: readonly { name: string; path: string }[]): Promise<ProjectionScan> => {
    const { readProjections } =
      await import('../../../studies/projections/formats/read-projections.ts');
    return readProjections(files.map((file) => ({ ...file, bytes: () => readFile(file.path) })));
  },

  /** Which cine plane is which. */
  heartPlanes: (
    volumes: readonly HeartVolume[],
    corrections: HeartCorrections,
  ): Promise<HeartPlanes> => understandPlanes(volumes.map(candidateOf), corrections),

  /** What follows from label maps as they are. */
  heartMeasures: (heart: LabelledHeart) => editedMeasures(heart),

  /** Lays a scan onto a planning CT; each step is told on a channel of that name. */
  match: async (order: MatchOrder, channel: string): Promise<MatchFindings> => {
    const { matchInThread } = await import('../jobs/match/match-in-thread.ts');
    return matchInThread(order, channel);
  },

  /** Renders the PDF; the change that a result made is measured here too. */
  report: async (input: ReportInput): Promise<Bytes> => {
    const { renderReport } = await import('../../../studies/report/report.ts');
    const { result } = input;
    const change = result && compare(input.volume.grid, result.output.grid);
    return ownBytes(await renderReport({ ...input, result: result && { ...result, change } }));
  },

  /** Renders the page of a positioning check. */
  matchReport: async (input: MatchReportInput): Promise<Bytes> => {
    const { renderMatchReport } = await import('../../../studies/report/match-part.ts');
    return ownBytes(await renderMatchReport(input));
  },

  nifti: (grid: VoxelGrid, gzip: boolean): Bytes => {
    const bytes = niftiBytes(grid, { description: 'Sparrow, research use' });
    return gzip ? gzipSync(bytes, { level: 4 }) : bytes;
  },

  /** The files of an export as one zip. Images are compressed or full of noise: stored or fast. */
  zip: async (plan: ExportPlan): Promise<Bytes> => {
    const { exportedFiles } = await import('./export-plan.ts');
    const files: Record<string, Bytes> = {};
    for await (const { name, bytes } of exportedFiles(plan)) files[name] = ownBytes(bytes);
    return zipSync(files, { level: plan.kind === 'png' ? 0 : 1 });
  },

  /** The files of an export into a folder; each appears whole or not at all. */
  folder: async (plan: ExportPlan, dir: string): Promise<string[]> => {
    const { exportedFiles } = await import('./export-plan.ts');
    const written: string[] = [];
    try {
      await mkdir(dir, { recursive: true });
      for await (const { name, bytes } of exportedFiles(plan)) {
        const file = join(dir, name);
        await writeFile(`${file}.part`, bytes);
        await rename(`${file}.part`, file);
        written.push(file);
      }
    } catch (cause) {
      if (cause instanceof SparrowError) throw cause;
      throw new SparrowError('engine/cannot-write', { file: basename(dir) }, { cause });
    }
    return written;
  },
} as const;

export type HeavyTasks = typeof heavyTasks;

function ownBytes(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}
