import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConeBeam } from '../../../studies/tomography/cone-beam.ts';
import { centredGrid } from '../../../studies/tomography/simulation/scan-plan.ts';
import { volumeGeometry } from '../../../studies/tomography/simulation/simulate-scan.ts';
import { cachedScan, type ScannedCase } from '../../mindi3d/evaluation/scanned-case.ts';
import {
  prepareVolume,
  type PreparedVolume,
} from '../../../studies/positioning/registration/prepare.ts';
import { identityMatrix } from '../../../studies/dicom/rt/rigid-matrix.ts';
import type { VoxelGrid } from '../../../studies/volume/volume.ts';
import { acquisition, type Arm } from './arms.ts';
import { huGrid, movedPatient, planningOf, type PositionCase } from './position-case.ts';

/** The volumes of one case, each made once: scans and reconstructions are kept on disk. */
export class CaseVolumes {
  readonly case: PositionCase;
  readonly #folder: string;
  readonly #tools: { readonly beam: ConeBeam; readonly signal: AbortSignal };
  #scanned: Promise<ScannedCase> | null = null;
  #planning: PreparedVolume | null = null;
  readonly #prepared = new Map<string, PreparedVolume>();

  constructor(
    patient: PositionCase,
    folder: string,
    tools: { readonly beam: ConeBeam; readonly signal: AbortSignal },
  ) {
    this.case = patient;
    this.#folder = folder;
    this.#tools = tools;
  }

  get planning(): PreparedVolume {
    return (this.#planning ??= prepareVolume(planningOf(this.case)));
  }

  /** What an arm made of the scan at the plan's own position, ready to be matched. */
  async prepared(arm: Arm): Promise<PreparedVolume> {
    const known = this.#prepared.get(arm.name);
    if (known !== undefined) return known;
    const made = prepareVolume(await this.scan(arm));
    this.#prepared.set(arm.name, made);
    return made;
  }

  async scan(arm: Arm): Promise<VoxelGrid> {
    const { field } = this.case;
    const frame = centredGrid(field.counts, field.spacingMm, field.isocentreMm);
    return huGrid(volumeGeometry(frame), await this.#hu(arm));
  }

  /** Forgets what can be made again. */
  release(): void {
    this.#scanned = null;
    this.#prepared.clear();
  }

  async #hu(arm: Arm): Promise<Int16Array> {
    const { id } = this.case;
    const key = createHash('sha256')
      .update(JSON.stringify([acquisition, arm.name, arm.method?.weights]))
      .digest('hex');
    const file = join(this.#folder, `${id}-${key.slice(0, 12)}.hu`);
    const kept = await readFile(file).catch(() => null);
    if (kept !== null) return new Int16Array(new Uint8Array(kept).buffer);
    this.#tools.signal.throwIfAborted();
    const scanned = await (this.#scanned ??= this.#scan());
    const { method, views } = arm;
    const hu = method ? await method.run(scanned.sparse.get(views)!, scanned) : scanned.dense.hu;
    await mkdir(this.#folder, { recursive: true });
    await writeFile(`${file}.part`, new Uint8Array(hu.buffer, hu.byteOffset, hu.byteLength));
    await rename(`${file}.part`, file);
    return hu;
  }

  #scan(): Promise<ScannedCase> {
    const { id, field } = this.case;
    const object = () =>
      Promise.resolve({ field, object: movedPatient(this.case, identityMatrix) });
    return cachedScan(join(this.#folder, 'scans'), id, object, acquisition, this.#tools);
  }
}
