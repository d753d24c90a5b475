import { resolve } from 'node:path';
import type { Services } from '../engine/services/services.ts';
import { writeWhole } from '../engine/services/write-whole.ts';
import { bodyNames, type BodyName } from '../engine/services/dense/mesh-bytes.ts';
import { UsageError } from './usage.ts';

/** Surfaces of a dense heart at one phase into one file. Throws cli/bad-number and library/not-found. */
export async function exportStl(
  { dense }: Pick<Services, 'dense'>,
  id: string,
  { stl, phase, class: name }: { stl: string; phase?: string; class?: string },
): Promise<string[]> {
  const { edPhase } = await dense.get(id);
  const at = phase === undefined ? edPhase : Number(phase);
  if (!Number.isInteger(at) || at < 0)
    throw new UsageError('cli/bad-number', {
      option: '--phase',
      what: 'a whole number from 0',
      value: phase ?? '',
    });
  if (name !== undefined && !(bodyNames as readonly string[]).includes(name))
    throw new UsageError('cli/bad-number', {
      option: '--class',
      what: bodyNames.join(', '),
      value: name,
    });
  const { bytes } = await dense.stl(id, at, name as BodyName | undefined);
  const file = resolve(stl);
  await writeWhole(file, bytes);
  return [file];
}
