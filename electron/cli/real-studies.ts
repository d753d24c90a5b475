import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RealName, RealSource } from '../../models/whole-heart/evaluation/real-cases.ts';

/** Names of the Sunnybrook cases in the challenge that their contours come from. */
const originals: Partial<Record<RealName, string>> = {
  SCD0000101: 'SC-HF-I-1',
  SCD0000201: 'SC-HF-I-2',
};

/** Real studies, imported into a library that is gone afterwards. */
export function realSource(folder: string): RealSource {
  const files: Record<RealName, string> = {
    SCD0000101: 'sunnybrook/SCD0000101-dicom.zip',
    SCD0000201: 'sunnybrook/SCD0000201-dicom.zip',
    pig: 'pig-e774/pig-sax-lax.zip',
  };
  return async (name) => {
    const path = join(folder, files[name]);
    if (!existsSync(path)) return null;
    const { openLibrary } = await import('../../studies/library/open.ts');
    const { importPaths } = await import('../engine/services/imports/run-import.ts');
    const { createVolumes } = await import('../engine/services/volumes.ts');
    const { heartVolumes } = await import('../engine/services/hearts/cine-volumes.ts');
    const { expertOutlines } =
      await import('../../models/whole-heart/evaluation/expert-outlines.ts');
    const dir = await mkdtemp(join(tmpdir(), 'sparrow-evaluate-'));
    const library = openLibrary(dir);
    try {
      const { studies } = await importPaths(library, [path]);
      const tools = { library, volumes: createVolumes(library) };
      const volumes = await heartVolumes(tools, studies[0]!);
      const original = originals[name];
      const contours = join(folder, 'sunnybrook/expert-contours-101-201.zip');
      const known = original !== undefined && existsSync(contours);
      const outlines = known ? expertOutlines(await readFile(contours), original) : [];
      return { volumes, outlines };
    } finally {
      library.close();
      await rm(dir, { recursive: true, force: true });
    }
  };
}
