import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The library's folder, by purpose. */
export interface Folders {
  readonly root: string;
  readonly database: string;
  /** Copies of the imported files: files/<first two>/<sha256>. */
  readonly files: string;
  /** Voxels of imported volumes: volumes/<id>.raw. */
  readonly volumes: string;
  /** Line integrals of projections: projections/<id>.raw. */
  readonly projections: string;
  /** What is on its way in, one folder per session. */
  readonly staging: string;
  readonly checkpoints: string;
  readonly backups: string;
  /** Copies of databases that were found damaged. */
  readonly damaged: string;
}

export function foldersOf(root: string): Folders {
  return {
    root,
    database: join(root, 'library.sqlite'),
    files: join(root, 'files'),
    volumes: join(root, 'volumes'),
    projections: join(root, 'projections'),
    staging: join(root, 'staging'),
    checkpoints: join(root, 'checkpoints'),
    backups: join(root, 'backups'),
    damaged: join(root, 'damaged'),
  };
}

/** Patient data: for the owner's eyes only. */
export function makeFolders(folders: Folders): void {
  for (const dir of [
    folders.root,
    folders.files,
    folders.volumes,
    folders.projections,
    folders.staging,
    folders.checkpoints,
  ]) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }
}

export function instancePath(folders: Folders, sha256: string): string {
  return join(folders.files, sha256.slice(0, 2), sha256);
}

export function voxelPath(folders: Folders, volumeId: string): string {
  return join(folders.volumes, `${volumeId}.raw`);
}

export function lineIntegralsPath(folders: Folders, projectionsId: string): string {
  return join(folders.projections, `${projectionsId}.raw`);
}

export function checkpointPath(folders: Folders, jobId: string): string {
  return join(folders.checkpoints, jobId);
}
